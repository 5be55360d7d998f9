/// The fields of a task that a client may set, as Task, TaskCreate and TaskUpdate have them.
private let taskProperties = #"""
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": {"anyOf": [{"type": "string", "maxLength": 1000}, {"type": "null"}]},
            "completed": {"type": "boolean"},
            "priority": {
              "anyOf": [{"$ref": "#/components/schemas/Priority"}, {"type": "null"}]
            },
            "due_date": {
              "description": "A day stays one; a moment is kept in UTC. Without an offset it is UTC",
              "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time"},
                {"type": "null"}
              ]
            },
  """#

/// What a request may say; answers may hold longer lists and tags of older versions.
private let sentTags = #"""
            "tags": {
              "description": "Trimmed, each kept once; no white space, comma or control inside",
              "anyOf": [
                {
                  "type": "array",
                  "maxItems": 20,
                  "items": {"type": "string", "minLength": 1, "maxLength": 50}
                },
                {"type": "null"}
              ]
            }
  """#

/// The `components` of the description.
let openAPIComponents = #"""
    "components": {
      "securitySchemes": {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
      },
      "parameters": {
        "user_id": {
          "name": "user_id",
          "in": "path",
          "required": true,
          "description": "The token's sub",
          "schema": {"type": "string"}
        },
        "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
        "IfMatch": {
          "name": "If-Match",
          "in": "header",
          "required": false,
          "description": "ETags of the task as the client knows it; another one is 412",
          "schema": {"type": "string"}
        }
      },
      "headers": {
        "ETag": {"description": "As the member etag", "schema": {"type": "string"}},
        "ChangeNumber": {
          "description": "Where to ask changes_since from next",
          "schema": {"type": "integer", "format": "int64"}
        }
      },
      "responses": {
        "Unauthorized": {
          "description": "No token, or not a good one",
          "headers": {"WWW-Authenticate": {"schema": {"const": "Bearer"}}},
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "Forbidden": {
          "description": "Another user's path",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "NotFound": {
          "description": "No such task of this user",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "Changed": {
          "description": "A precondition is not met: the task as it is",
          "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Task"}}}
        },
        "TooLarge": {
          "description": "The body has more than 65536 bytes",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "Broken": {
          "description": "The server failed; its log names the X-Request-Id",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "Busy": {
          "description": "Too much at once, or the disk is full: come back later",
          "headers": {"Retry-After": {"schema": {"type": "integer"}}},
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        },
        "Invalid": {
          "description": "A field or parameter is wrong",
          "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ValidationProblem"}}
          }
        }
      },
      "schemas": {
        "Priority": {"type": "string", "enum": ["low", "medium", "high"]},
        "Task": {
          "type": "object",
          "required": [
            "id",
            "user_id",
            "title",
            "description",
            "completed",
            "priority",
            "due_date",
            "tags",
            "created_at",
            "updated_at",
            "etag"
          ],
          "properties": {
            "id": {"type": "string"},
            "user_id": {"type": "string"},
  \#(taskProperties)
            "tags": {"type": "array", "items": {"type": "string"}},
            "created_at": {"type": "string", "format": "date-time"},
            "updated_at": {"type": "string", "format": "date-time"},
            "etag": {
              "description": "Its ETag, quotes included, as If-Match takes it",
              "type": "string"
            }
          }
        },
        "DeletedTask": {
          "type": "object",
          "required": ["id", "deleted_at", "etag"],
          "properties": {
            "id": {"type": "string"},
            "deleted_at": {"type": "string", "format": "date-time"},
            "etag": {
              "description": "PUT with it in If-Match, and the whole content, restores the task",
              "type": "string"
            }
          }
        },
        "TaskCreate": {
          "type": "object",
          "required": ["title"],
          "properties": {
  \#(taskProperties)
  \#(sentTags)
          }
        },
        "TaskUpdate": {
          "type": "object",
          "properties": {
  \#(taskProperties)
  \#(sentTags)
          }
        },
        "Problem": {
          "type": "object",
          "required": ["detail"],
          "properties": {"detail": {"type": "string"}}
        },
        "ValidationProblem": {
          "type": "object",
          "required": ["detail"],
          "properties": {
            "detail": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["loc", "msg", "type"],
                "properties": {
                  "loc": {"type": "array", "items": {"type": "string"}},
                  "msg": {"type": "string"},
                  "type": {"type": "string"}
                }
              }
            }
          }
        }
      }
    }
  """#
