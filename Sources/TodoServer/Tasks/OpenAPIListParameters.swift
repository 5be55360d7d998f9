/// What a list of tasks may be asked for, as `TaskSelection` reads it.
let openAPIListParameters = #"""
            {
              "name": "status",
              "in": "query",
              "required": false,
              "description": "Which tasks",
              "schema": {
                "type": "string",
                "enum": ["all", "pending", "completed"],
                "default": "all"
              }
            },
            {
              "name": "sort",
              "in": "query",
              "required": false,
              "description": "Order",
              "schema": {
                "type": "string",
                "enum": ["created", "title", "due_date"],
                "default": "created"
              }
            },
            {
              "name": "order",
              "in": "query",
              "required": false,
              "description": "Newest first, else ascending, when absent; no due date is last in both",
              "schema": {"type": "string", "enum": ["asc", "desc"]}
            },
            {
              "name": "priority",
              "in": "query",
              "required": false,
              "description": "Tasks of this priority",
              "schema": {"$ref": "#/components/schemas/Priority"}
            },
            {
              "name": "limit",
              "in": "query",
              "required": false,
              "description": "Tasks on this page; all when absent",
              "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
            },
            {
              "name": "offset",
              "in": "query",
              "required": false,
              "description": "Tasks before this page",
              "schema": {"type": "integer", "minimum": 0, "maximum": 1000000000, "default": 0}
            },
            {
              "name": "search",
              "in": "query",
              "required": false,
              "description": "Text in title or description",
              "schema": {"type": "string", "maxLength": 200}
            },
            {
              "name": "changes_since",
              "in": "query",
              "required": false,
              "description": "Instead of a list, what changed after this X-Change-Number, by number, deleted tasks as DeletedTask; 0 is all there is. Goes with limit alone",
              "schema": {"type": "integer", "format": "int64", "minimum": 0}
            },
            {
              "name": "If-None-Match",
              "in": "header",
              "required": false,
              "description": "ETag of the list already held",
              "schema": {"type": "string"}
            }
  """#
