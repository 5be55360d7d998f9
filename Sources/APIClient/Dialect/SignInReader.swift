/// Looks for a sign-in of the backend's own: a password for a token.
struct SignInReader {
  let document: OpenAPIDocument

  private static let signIns = ["login", "signin", "token", "authenticate"]
  private static let signUps = ["register", "signup", "registration"]
  private static let names = ["name", "fullname", "displayname", "username", "firstname"]
  /// More routes are not looked into.
  private static let most = 50
  private static let tokens = ["accesstoken", "token", "jwt", "idtoken", "authtoken"]

  /// The likeliest route; JSON goes before a form.
  var route: SignInRoute? {
    let routes = posts(Self.signIns).compactMap { operation, body -> SignInRoute? in
      guard let identity = identity(body), answersToken(operation) else { return nil }
      return SignInRoute(
        path: path(operation),
        form: body.isForm ? .form : .json,
        identity: identity
      )
    }
    guard var route = routes.first(where: { $0.form == .json }) ?? routes.first else { return nil }
    route.signUp =
      posts(Self.signUps).lazy.compactMap { operation, body -> SignInRoute.SignUp? in
        guard !body.isForm, let identity = identity(body) else { return nil }
        let name = TaskVocabulary.key(of: body.schema?.properties ?? [:], among: Self.names)
        return SignInRoute.SignUp(
          path: path(operation),
          identity: identity,
          name: name == identity ? nil : name
        )
      }.first
    return route
  }

  /// `POST` routes whose last word is one of these, the shortest path first.
  private func posts(
    _ words: [String]
  ) -> [(OpenAPIDocument.Operation, OpenAPIDocument.Body)] {
    document.operations
      .filter { operation in
        // Better Auth's own routes are `…/sign-in/email` and speak otherwise.
        operation.method == "post"
          && operation.route.segments.allSatisfy { $0.literal != nil }
          && words.contains(TaskVocabulary.plain(operation.route.segments.last?.literal ?? ""))
      }
      .sorted {
        ($0.route.segments.count, $0.route.text) < ($1.route.segments.count, $1.route.text)
      }
      .prefix(Self.most)
      .compactMap { operation in document.body(operation).map { (operation, $0) } }
  }

  private func path(_ operation: OpenAPIDocument.Operation) -> String {
    operation.route.template(prefix: document.prefix) { _, name in name }
  }

  /// `email`, else `username`, in a body that takes a password too.
  private func identity(_ body: OpenAPIDocument.Body) -> String? {
    guard let properties = body.schema?.properties, properties["password"] != nil else {
      return nil
    }
    return ["email", "username"].first { properties[$0] != nil }
  }

  /// Whether a token may be in the answer: one is described, or nothing is.
  private func answersToken(_ operation: OpenAPIDocument.Operation) -> Bool {
    guard let schema = document.answer(operation)?.schema, !schema.properties.isEmpty else {
      return true
    }
    if hasToken(schema) { return true }
    return schema.properties.values.contains { document.schemas.schema($0).map(hasToken) ?? false }
  }

  private func hasToken(_ schema: Schema) -> Bool {
    TaskVocabulary.key(of: schema.properties, among: Self.tokens) != nil
  }
}
