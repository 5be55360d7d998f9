/// What every operation on tasks may answer.
private let failures = #"""
            "500": {"$ref": "#/components/responses/Broken"},
            "503": {"$ref": "#/components/responses/Busy"},
  """#

/// The `paths` of the description.
let openAPIPaths = #"""
    "paths": {
      "/health": {
        "head": {
          "operationId": "health_head",
          "summary": "Is the server up, without a body",
          "security": [],
          "responses": {"200": {"description": "Up"}}
        },
        "get": {
          "operationId": "health",
          "summary": "Is the server up",
          "security": [],
          "responses": {
            "200": {
              "description": "Up",
              "content": {
                "application/json": {
                  "schema": {
                    "type": "object",
                    "required": ["status", "version"],
                    "properties": {"status": {"type": "string"}, "version": {"type": "string"}}
                  }
                }
              }
            }
          }
        }
      },
      "/api/{user_id}/tasks": {
        "parameters": [{"$ref": "#/components/parameters/user_id"}],
        "get": {
          "operationId": "list_tasks",
          "summary": "List tasks, newest first",
          "parameters": [
  \#(openAPIListParameters)
          ],
          "responses": {
            "200": {
              "description": "The tasks",
              "content": {
                "application/json": {
                  "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}}
                }
              },
              "headers": {
                "ETag": {"schema": {"type": "string"}},
                "X-Total-Count": {"schema": {"type": "integer"}}
              }
            },
            "304": {
              "description": "Unchanged",
              "headers": {
                "ETag": {"schema": {"type": "string"}},
                "X-Total-Count": {"schema": {"type": "integer"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"}
          }
        },
        "post": {
          "operationId": "create_task",
          "summary": "Create a task",
          "requestBody": {
            "required": true,
            "content": {
              "application/json": {"schema": {"$ref": "#/components/schemas/TaskCreate"}}
            }
          },
          "responses": {
            "201": {
              "description": "The task",
              "headers": {"Location": {"schema": {"type": "string"}}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"}
          }
        }
      },
      "/api/{user_id}/tasks/{id}": {
        "parameters": [
          {"$ref": "#/components/parameters/user_id"},
          {"$ref": "#/components/parameters/id"}
        ],
        "get": {
          "operationId": "get_task",
          "summary": "Get a task",
          "responses": {
            "200": {
              "description": "The task",
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "403": {"$ref": "#/components/responses/Forbidden"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        },
        "put": {
          "operationId": "put_task",
          "summary": "Change the fields present; with If-None-Match: * create under this lower-case UUID",
          "parameters": [
            {
              "name": "If-None-Match",
              "in": "header",
              "required": false,
              "description": "* creates, and title is required; repeated it answers 200",
              "schema": {"type": "string", "enum": ["*"]}
            }
          ],
          "requestBody": {
            "required": true,
            "content": {
              "application/json": {"schema": {"$ref": "#/components/schemas/TaskUpdate"}}
            }
          },
          "responses": {
            "200": {
              "description": "The task",
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "201": {
              "description": "Created under the client's id",
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "412": {"$ref": "#/components/responses/Changed"},
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        },
        "patch": {
          "operationId": "patch_task",
          "summary": "Change the fields that are present",
          "parameters": [],
          "requestBody": {
            "required": true,
            "content": {
              "application/json": {"schema": {"$ref": "#/components/schemas/TaskUpdate"}}
            }
          },
          "responses": {
            "200": {
              "description": "The task",
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "412": {"$ref": "#/components/responses/Changed"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        },
        "delete": {
          "operationId": "delete_task",
          "summary": "Delete a task",
          "responses": {
            "204": {"description": "Deleted"},
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "412": {"$ref": "#/components/responses/Changed"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        }
      },
      "/api/{user_id}/tasks/{id}/complete": {
        "parameters": [
          {"$ref": "#/components/parameters/user_id"},
          {"$ref": "#/components/parameters/id"}
        ],
        "patch": {
          "operationId": "complete_task",
          "summary": "Toggle completed, or set it",
          "requestBody": {
            "required": false,
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": ["completed"],
                  "properties": {"completed": {"type": "boolean"}}
                }
              }
            }
          },
          "responses": {
            "200": {
              "description": "The task",
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(failures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "412": {"$ref": "#/components/responses/Changed"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        }
      }
    },
  """#
