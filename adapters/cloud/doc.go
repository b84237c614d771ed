// Package cloud connects a bot to the Bot Connector: Microsoft Teams, Web Chat, Direct Line and the other channels of
// Azure Bot Service.
//
// An [Adapter] is an http.Handler for the bot's messaging endpoint. It verifies who is calling before it reads what
// is said, runs the bot's handler, and answers as the channel expects; what the bot says goes out through the
// connector, to hosts that may have the bot's token and no others. Mount it on any router:
//
//	adapter, err := cloud.New(cloud.Config{AppID: ..., AppPassword: ...}, bot)
//	mux.Handle("/api/messages", adapter)
//
// [ListenAndServe] serves it with timeouts and a graceful end; [Run] does all of it for a main function, configured
// by environment variables.
//
// # Credentials
//
// What proves that the bot is its app is one of: a client secret, a certificate, workload identity federation, a managed
// identity, or a token source of one's own. See [Config] for the fields and [ConfigFromEnv] for the variables.
//
// # Answers
//
//	405, 415, 413  wrong method, content type or size; nothing was parsed
//	401, 403, 503  the token: not genuine, not for this activity, signing keys not to be had
//	403            in local mode: the request comes from another machine, or through a proxy or tunnel
//	400            no activity, an incomplete one, or a value of the wrong form
//	200, 202       the turn ended; it was acknowledged and goes on
//	501            an invoke that no handler answers
//	500            the handler failed; its text stays in the log
//	503            the conversation's queue or the whole bot is full, it is shutting down, or its inbox cannot be reached;
//	               Retry-After says when to come back, but whether a channel does so is not documented
//
// # Running it
//
// [Adapter.Live] and [Adapter.Ready] tell an orchestrator whether to restart the process and whether to send it anything.
// When ListenAndServe's context ends, on SIGTERM in Run, Ready answers 503 at once, the bot goes on for
// Adapter.DrainDelay, and then it takes nothing more and ends the turns that it has, 25 seconds at most, and their
// answers, 2 more. Give the orchestrator's grace period that much and the delay. What a killed process loses is told
// in package framework: with an inbox, in Config.Engine, next to nothing. [Adapter.Resume] takes up what was cut off;
// ListenAndServe calls it.
//
// What a flood can take is bounded: 128 MiB of bodies that are being read, and what framework.Engine holds, which is
// settable there. [Adapter.Stats] says how full the bot is and what it refused; package telemetry makes metrics of it.
//
// # Who may call
//
// The channels of one cloud, which Config.Cloud or BOT_CLOUD chooses, and nobody else unless Config.Entra says so: the
// emulator and Microsoft's Agents Playground with the bot's credentials (they also need their address among the allowed
// service URLs), other bots by their app ids, a tenant. Package auth has the rules as a table. An activity's CallerID says
// who it was, by the token: urn:botframework:azure or azureusgov for a channel, urn:botframework:aadappid:<id> for an app.
//
// Another bot gets its replies in the answer if it asks for that (deliveryMode expectReplies), without any token. Replies to
// its service URL, which has to be among the allowed ones, carry the bot's token for the connector, not one for that bot:
// there is one token source. So it would have to accept that, and could speak in the bot's name with it: allow it to none that
// you do not run.
//
// # Local mode
//
// Without credentials a bot runs in local mode: it takes requests without a token, but only from this machine, and
// sends only to this machine. A tunnel arrives from this machine too; its forwarding headers give it away, and such
// requests are refused. Give the bot credentials to use it behind a tunnel or a proxy.
package cloud
