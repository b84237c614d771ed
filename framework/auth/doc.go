// Package auth answers two questions for a bot: who is calling, and with which token does it call.
//
// Inbound, a [Validator] verifies the token that the Bot Connector sends with every activity. It does so in two
// phases, so that nothing of a request is read before its sender is known: [Validator.Authenticate] looks at the
// Authorization header alone; [Identity.CheckActivity] then binds the decoded body to the token. There is no way to
// turn the verification off.
//
// Outbound, a [TokenSource] provides the bot's own token, and [ServiceURLs] decides where that token may go. Whoever holds
// it can act as the bot in every conversation that the bot is in, so the decision is made again at every send.
//
// # Credentials
//
//	client secret                 ClientCredentials with Password
//	certificate                   ClientCredentials with Certificate: a signed assertion (PS256, x5t#S256), the chain if asked
//	workload identity federation  ClientCredentials with Assertion: TokenFile, or ManagedIdentity for an app that trusts it
//	managed identity              ManagedIdentity: of a virtual machine, or App Service, Functions and Container Apps
//	anything else                 a TokenSource of your own; a TokenDropper if it keeps its token
//
// Certificates and token files are read again for every token, so that they can be renewed under a bot that runs. All
// keep a token until 5 minutes before it expires, make one request at a time, and replace a token that a channel did not
// accept. What the identity service answers is held to limits: 1 MiB, a token of 16 KiB in visible ASCII, a positive
// lifetime, of which no more than a day is believed; a redirect is an error. No error or log line holds a secret.
//
// # Accepted tokens
//
// Which tokens a bot accepts is configuration, and without it only the first kind is. Nothing in a request chooses the
// rules: the iss claim is looked up in a table that is made at the start, its keys must have signed the token, and then
// every rule of its kind must hold.
//
//	sender         accepted if          issuer                       audience      and besides
//	channel        always               Cloud.Issuer                 the bot       the key is endorsed for the activity's channel;
//	                                                                               its service URL is the token's
//	emulator,      Emulator             Entra, BotTenants, Tenants   the bot       issued to the bot's own app; the service URL is
//	  Playground                                                                   one that the bot's token may go to
//	another bot    named in Callers     Entra, BotTenants, Tenants   the bot       issued to that bot's app; the service URL is
//	                                                                               not on a host of the channels
//	single-tenant  ConnectorAudience    Entra, Tenants               Cloud.Issuer  as for the emulator
//
// Emulator, Callers, ConnectorAudience and Tenants are fields of [EntraTokens], BotTenants of [Cloud]. Every token of Entra
// must name the tenant and version of its issuer and have been issued to an app for itself. Entra says so in idtyp, which
// is optional and missing from what the emulator sends; so what tells a user's token is scp, a sub that is not oid, or an
// app that has not proved itself (appidacr, azpacr).
//
// The emulator asks Entra for a token with the bot's own credentials and the bot as its audience. A token whose audience is
// the connector will not do: the bot hands one to every service that it answers, each of which could then pose as the
// channel. That is the price of ConnectorAudience.
//
// Another bot speaks for its users: what it says of who wrote is as good as that bot. Its replies are best taken from the
// response (deliveryMode expectReplies), because this bot's token for the connector should not go to it.
//
// ATTACKS.md, beside this file, lists what a bot may be attacked with, what comes of it, and the tests that say so.
//
// A [Cloud] is the plain data that both directions depend on. Package authtest stands in for the identity service.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
package auth
