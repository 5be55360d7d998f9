/// What every operation on tasks may answer.
let openAPIFailures = #"""
            "500": {"$ref": "#/components/responses/Broken"},
            "503": {"$ref": "#/components/responses/Busy"},
  """#

/// The `paths` of one task.
let openAPITaskPaths = #"""
      "/api/{user_id}/tasks/{id}": {
        "parameters": [
          {"$ref": "#/components/parameters/user_id"},
          {"$ref": "#/components/parameters/id"}
        ],
        "get": {
          "operationId": "get_task",
          "summary": "Get a task",
          "parameters": [
            {
              "name": "If-None-Match",
              "in": "header",
              "required": false,
              "description": "ETag of the task already held",
              "schema": {"type": "string"}
            }
          ],
          "responses": {
            "200": {
              "description": "The task",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "304": {
              "description": "Unchanged",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
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
            },
            {"$ref": "#/components/parameters/IfMatch"}
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
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "201": {
              "description": "Created under the client's id, or restored",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "410": {
              "description": "If-None-Match: *, and a task of this id was deleted",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            },
            "412": {"$ref": "#/components/responses/Changed"},
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        },
        "patch": {
          "operationId": "patch_task",
          "summary": "Change the fields that are present",
          "parameters": [{"$ref": "#/components/parameters/IfMatch"}],
          "requestBody": {
            "required": true,
            "content": {
              "application/json": {"schema": {"$ref": "#/components/schemas/TaskUpdate"}}
            }
          },
          "responses": {
            "200": {
              "description": "The task",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
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
          "parameters": [{"$ref": "#/components/parameters/IfMatch"}],
          "responses": {
            "204": {
              "description": "Deleted; PUT with this ETag in If-Match restores it",
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
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
          "parameters": [{"$ref": "#/components/parameters/IfMatch"}],
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
              "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "412": {"$ref": "#/components/responses/Changed"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"},
            "404": {"$ref": "#/components/responses/NotFound"}
          }
        }
      }
  """#
