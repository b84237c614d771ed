// Package auth answers two questions for a bot: who is calling, and with which token does it call.
//
// Inbound, a [Validator] verifies the token that the Bot Connector sends with every activity. It does so in two
// phases, so that nothing of a request is read before its sender is known: [Validator.Authenticate] looks at the
// Authorization header alone; [Identity.CheckActivity] then binds the decoded body to the token. There is no way to
// turn the verification off.
//
// Outbound, a [TokenSource] such as [ClientCredentials] provides the bot's own token, and [ServiceURLs] decides where
// that token may go. Whoever holds it can act as the bot in every conversation that the bot is in, so the decision is
// made again at every send.
//
// A [Cloud] is the plain data that both directions depend on. Package authtest stands in for the identity service.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
package auth
