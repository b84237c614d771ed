// Package fake tests bots in sentences, without Teams, accounts or a network:
//
//	conv := fake.New(t, bot)
//	conv.Says("hi").ExpectText("Echo: hi").ExpectNothing()
//	conv.InChannel("General").Says("newconversation").ExpectThread("This will be the first message in a new thread")
//
// The bot runs as in production: what people do is encoded as JSON, decoded and run by a [framework.Engine]; what the bot
// does goes through package connector to the connector of a simulated Teams, see package world, in memory. So a handler
// that looks up members, or is refused by Teams, can be tested as it is.
//
// # The story
//
// A [Conversation] is a person in a place: Ann in her chat with the bot, to begin with. The person acts, and the call
// returns when the bot's turn has ended. Then Expect... calls take what the bot did in that place, one thing after the
// other and in order; other places, and other threads, have an order of their own. What no expectation takes is no
// failure until [Conversation.ExpectNothing].
//
// The sentences:
//   - who and where: As, Speaking, InPrivate, InChannel, InGroup, InMeeting;
//   - what people say: Says, Sends, Edits, Deletes, Undeletes, Reacts, Unreacts, Rates, Reads, SendsFile;
//   - what they press and fill in: Presses, Submits, AcceptsFile, DeclinesFile; Configures, OpensTab; in message
//     extensions Searches, Picks, PastesLink, OpensAction, SubmitsAction, Posts, Revises; any other invoke with Invokes;
//   - what they do with places: AddsMembers, RemovesMembers, Installs, Uninstalls, Blocks, Unblocks, CreatesChannel,
//     ChangesChannel, ChangesTeam, StartsMeeting, EndsMeeting, Joins, Leaves; and to sign in: SignsIn, SignsInSilently,
//     OffersToken;
//   - Together for what reaches the bot at one instant; and what Teams does: DeliversAgain;
//   - what the bot did: ExpectText, ExpectContains, ExpectCard, ExpectActivity, ExpectTargeted, ExpectThread, ExpectGroup,
//     ExpectUpdate, ExpectCardUpdate, ExpectDelete, ExpectReaction, ExpectNotification, ExpectFile, ExpectNothing;
//   - what it answered to a button or another invoke: ExpectAnswer, ExpectRefusal, ExpectDialog, ExpectResults,
//     ExpectPreview; and how it failed: ExpectError.
//
// What has no sentence of its own is sent as it is: [Conversation.Sends] an event such as teams.EventAgentLifecycle,
// [Conversation.Invokes] an invoke such as teams.InvokeHandoff.
//
// A handler that fails, or panics, fails the test at the next call, unless that is [Conversation.ExpectError]. So does
// what the bot sends against the activity protocol, see [World.SilenceLint].
//
// The first expectation that does not hold ends the test, and prints what happened so far. A story is told by one
// goroutine, the test's; the bot may use as many as it likes. If it goes on in a goroutine of its own, wait for that
// before the next expectation, for example with testing/synctest, in which all of this works.
package fake

import (
	"context"
	"net/http"
	"time"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// shutdownLimit is how long turns may go on after the test.
const shutdownLimit = 10 * time.Second

// TB is what this package needs of a [testing.TB].
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(f func())
	Context() context.Context
}

// World is a simulated Teams under test: one bot account, and people, channels and chats that come up when a story
// first names them.
type World struct {
	t       TB
	teams   *world.World
	adapter *adapter
	lint    findings

	people map[string]world.Person // by name
	rooms  map[string]string       // conversation ids of channels and groups, by kind and name
	team   string                  // id of the one team

	otherTeams map[string]teams.TeamInfo // that channels are shared with, by name
	meetings   map[string]world.Meeting  // by title

	last    *schema.Activity     // what the bot was told last
	held    *[]*delivery         // what it is to be told together; nil outside of that
	answers map[string]*delivery // what came of what people did last, by their ids
	views   map[viewer]view      // the cards that only one person sees
	deleted map[viewer]string    // the messages that people changed last, by who and where
	err     error                // what its turn ended with, until someone looks at it
	read    int                  // how much of the timeline was looked at
	open    []world.Entry        // of that, what the bot did and no expectation took
}

// New starts a story: Ann's personal chat with the bot. It is short for NewWorld(t).Connect(bot).
func New(t TB, bot framework.Handler) *Conversation { return NewWorld(t).Connect(bot) }

// NewWorld returns a world for this test. When the test ends, it waits for the bot's turns.
func NewWorld(t TB) *World {
	simulated := world.New(world.Config{DriveURL: "https://contoso-my.sharepoint.com"})
	w := &World{
		t:       t,
		teams:   simulated,
		people:  make(map[string]world.Person),
		rooms:   make(map[string]string),
		answers: make(map[string]*delivery),
		views:   make(map[viewer]view),
		deleted: make(map[viewer]string),

		otherTeams: make(map[string]teams.TeamInfo),
		meetings:   make(map[string]world.Meeting),
	}
	w.adapter = newAdapter(simulated, w.lint.checkSent)
	t.Cleanup(w.end)
	return w
}

// Connect returns Ann's personal chat with the bot. Connecting another handler to the same world is what happens when
// a bot is restarted.
func (w *World) Connect(bot framework.Handler) *Conversation {
	return w.personalChat(bot, w.person("Ann"))
}

func (w *World) personalChat(bot framework.Handler, p world.Person) *Conversation {
	return &Conversation{w: w, bot: bot, person: p, name: p.Name + "'s chat", id: w.teams.PersonalChat(p), personal: true}
}

// Adapter returns the adapter that the bot's turns have, for background jobs that speak first. It is safe for concurrent
// use, and connector.FromTurn works in its turns.
func (w *World) Adapter() framework.Adapter { return w.adapter }

// HTTPClient returns a client for what a bot does besides the connector: it reaches the people's files, and no network.
// Give it to the bot in place of the one that it has in production.
func (w *World) HTTPClient() *http.Client {
	return &http.Client{Transport: inMemory{server: w.teams, hosts: []string{w.teams.DriveURL(), w.teams.ServiceURL(), w.teams.TokenServiceURL()}}}
}

// Teams returns the simulated Teams itself, for what a story has no words for: requests that fail, people who cannot be
// reached, channels with other rules.
func (w *World) Teams() *world.World { return w.teams }

// end holds the end of the test until all turns have ended.
func (w *World) end() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownLimit)
	defer cancel()
	if err := w.adapter.engine.Shutdown(ctx); err != nil {
		w.fail("the bot does not come to an end: %v", err)
	}
	w.settle()
}

// settle fails the test if the bot's last turn ended with an error that nobody expected, or if something went over the wire
// that the activity protocol forbids.
func (w *World) settle() {
	w.t.Helper()
	if err := w.err; err != nil {
		w.err = nil
		w.fail("the handler failed: %v", err)
	}
	if wrong := w.lint.take(); wrong != "" {
		w.fail("%s\nIf that is meant, see World.SilenceLint.", wrong)
	}
}

// check fails the test if what was asked of the simulated Teams is impossible.
func (w *World) check(err error) {
	w.t.Helper()
	if err != nil {
		w.fail("%v", err)
	}
}

func (w *World) person(name string) world.Person {
	p, ok := w.people[name]
	if !ok {
		p = w.teams.AddPerson(world.Person{Name: name})
		w.people[name] = p
	}
	return p
}

func (w *World) persons(names []string) []world.Person {
	people := make([]world.Person, len(names))
	for i, name := range names {
		people[i] = w.person(name)
	}
	return people
}

// channel returns the id of a channel of the one team.
func (w *World) channel(name string) string {
	if w.team == "" {
		w.team = w.teams.AddTeam("Contoso").ID
		w.rooms["channel General"] = w.team
	}
	return w.room("channel "+name, func() string {
		id, err := w.teams.AddChannel(w.team, name)
		w.check(err)
		return id
	})
}

func (w *World) group(name string) string {
	return w.room("group "+name, func() string { return w.teams.AddGroupChat(name) })
}

func (w *World) room(key string, add func() string) string {
	if _, ok := w.rooms[key]; !ok {
		w.rooms[key] = add()
	}
	return w.rooms[key]
}
