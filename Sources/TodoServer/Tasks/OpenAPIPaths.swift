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
          "summary": "List tasks, newest first, or what changed",
          "parameters": [
  \#(openAPIListParameters)
          ],
          "responses": {
            "200": {
              "description": "The tasks, or the changes",
              "content": {
                "application/json": {
                  "schema": {
                    "type": "array",
                    "items": {
                      "anyOf": [
                        {"$ref": "#/components/schemas/Task"},
                        {"$ref": "#/components/schemas/DeletedTask"}
                      ]
                    }
                  }
                }
              },
              "headers": {
                "ETag": {"description": "Of a list, not of changes", "schema": {"type": "string"}},
                "X-Total-Count": {
                  "description": "Tasks, or changes, without limit and offset",
                  "schema": {"type": "integer"}
                },
                "X-Change-Number": {"$ref": "#/components/headers/ChangeNumber"}
              }
            },
            "304": {
              "description": "Unchanged",
              "headers": {
                "ETag": {"schema": {"type": "string"}},
                "X-Total-Count": {"schema": {"type": "integer"}},
                "X-Change-Number": {"$ref": "#/components/headers/ChangeNumber"}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
            "403": {"$ref": "#/components/responses/Forbidden"},
            "410": {
              "description": "What changed since then is not known (90 days are, and not those of a lost history): read the whole list",
              "headers": {"X-Change-Number": {"$ref": "#/components/headers/ChangeNumber"}},
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            },
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
              "headers": {
                "Location": {"schema": {"type": "string"}},
                "ETag": {"$ref": "#/components/headers/ETag"}
              },
              "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Task"}}
              }
            },
            "401": {"$ref": "#/components/responses/Unauthorized"},
  \#(openAPIFailures)
            "413": {"$ref": "#/components/responses/TooLarge"},
            "403": {"$ref": "#/components/responses/Forbidden"},
            "422": {"$ref": "#/components/responses/Invalid"}
          }
        }
      },
  \#(openAPITaskPaths)
    },
  """#
