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
        "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
      },
      "responses": {
        "Unauthorized": {
          "description": "No token, or not a good one",
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
            "updated_at"
          ],
          "properties": {
            "id": {"type": "string"},
            "user_id": {"type": "string"},
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": {"anyOf": [{"type": "string", "maxLength": 1000}, {"type": "null"}]},
            "completed": {"type": "boolean"},
            "priority": {
              "anyOf": [{"$ref": "#/components/schemas/Priority"}, {"type": "null"}]
            },
            "due_date": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "tags": {
              "type": "array",
              "maxItems": 32,
              "items": {"type": "string", "minLength": 1, "maxLength": 64}
            },
            "created_at": {"type": "string", "format": "date-time"},
            "updated_at": {"type": "string", "format": "date-time"}
          }
        },
        "TaskCreate": {
          "type": "object",
          "required": ["title"],
          "properties": {
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": {"anyOf": [{"type": "string", "maxLength": 1000}, {"type": "null"}]},
            "completed": {"type": "boolean"},
            "priority": {
              "anyOf": [{"$ref": "#/components/schemas/Priority"}, {"type": "null"}]
            },
            "due_date": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "tags": {
              "type": "array",
              "maxItems": 32,
              "items": {"type": "string", "minLength": 1, "maxLength": 64}
            }
          }
        },
        "TaskUpdate": {
          "type": "object",
          "properties": {
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": {"anyOf": [{"type": "string", "maxLength": 1000}, {"type": "null"}]},
            "completed": {"type": "boolean"},
            "priority": {
              "anyOf": [{"$ref": "#/components/schemas/Priority"}, {"type": "null"}]
            },
            "due_date": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "tags": {
              "type": "array",
              "maxItems": 32,
              "items": {"type": "string", "minLength": 1, "maxLength": 64}
            }
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
