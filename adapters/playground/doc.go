// Package playground is a simulated Teams for people, and for bots in any language: the world of package world behind a
// Bot Connector, and a page on which several people talk with the bot side by side.
//
//	play, err := playground.Listen(ctx, playground.Config{Bot: "http://localhost:3978/api/messages"})
//	fmt.Println("open", play.URL())
//	err = play.Serve(ctx)
//
// # For the bot
//
// The bot's authentication stays on. What people do is sent to [Config.Bot] with a token signed by this playground's own
// key, and the connector, below [Playground.ServiceURL], takes nothing without a token that the bot got here for its
// [Config.AppID] and [Config.AppPassword]. A Convo bot of the same process trusts it with the configuration of
// [Playground.BotConfig]; any other bot, in whatever language, with the settings of [Playground.Environ]. With
// [Config.Anonymous], requests carry no token in either direction.
//
// What people do in one conversation reaches the bot in order: the next thing when the bot has answered the one before, or
// a second later. What it does not answer within 15 s comes once more, as from Teams, an invoke under another id; so does
// what a fault of the world says ([world.World.InjectDelivery]). What is wrong with the bot, or with the credentials that it
// uses, is told in words: to who acted, in the log, and in the page's inspector.
//
// # For people
//
// The page is served on a loopback address only. Requests must name this machine in their Host header and come from the
// page itself, and what acts must carry a token that is made at every start and stands in the page. So no other page that
// is open in the browser can act or read; every program of this machine can, as it could read the page.
//
// The commands of message extensions, and the domains of which Teams asks the bot about links, are in the app's manifest: that
// is [Config.Manifest], or is chosen in the page. Who has agreed to single sign-on, which is a tick in its window, signs in
// without a button from then on, as in Teams.
//
// Everything that happened is kept in memory, so a reload of the page shows it again, until the process ends: the messages,
// and of the timeline at least 20,000 entries, or 64 MiB of what the bot sent. Of the traffic it is the newest 64 MiB, and 256 KiB of each body.
// The inspector shows every activity and request, both ways; with [Playground.Inspect] around the bot, also which handlers
// ran. What is chosen there, or all of it, is copied as a test in Go, in the sentences of package fake: it passes as long as
// the bot does the same.
package playground
