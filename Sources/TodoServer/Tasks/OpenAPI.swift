/// The description of the task API that `/openapi.json` serves; `assets/openapi.json` is its copy.
package let openAPIDescription = #"""
  {
    "openapi": "3.1.0",
    "info": {
      "title": "todo-server",
      "version": "\#(serverVersion)",
      "description": "Tasks of one user, under the JWT of /api/auth/token. Another method is 405 with Allow."
    },
    "security": [{"bearer": []}],
  \#(openAPIPaths)
  \#(openAPIComponents)
  }

  """#
