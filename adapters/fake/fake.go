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
//   - who and where: As, Speaking, InOrganization, InPrivate, InChannel, InGroup, InMeeting;
//   - what people say: Says, Mentions, Sends, SendsJSON, Edits, Deletes, Undeletes, Reacts, Unreacts, Rates, Reads, SendsFile;
//   - what they press and fill in: Presses, Submits, AcceptsFile, DeclinesFile; Configures, OpensTab; in message
//     extensions Searches, Picks, PastesLink, OpensAction, SubmitsAction, Posts, Revises; any other invoke with Invokes;
//   - what they do with places: AddsMembers, RemovesMembers, Installs, Uninstalls, Blocks, Unblocks, CreatesChannel,
//     ChangesChannel, ChangesTeam, StartsMeeting, EndsMeeting, Joins, Leaves; and to sign in: SignsIn, SignsInSilently,
//     OffersToken;
//   - StopsAt for pressing Stop while the bot writes; Together for what reaches the bot at one instant; and what Teams does:
//     DeliversAgain;
//   - what the bot did: ExpectText, ExpectContains, ExpectCard, ExpectActivity, ExpectTargeted, ExpectThread, ExpectGroup,
//     ExpectUpdate, ExpectCardUpdate, ExpectDelete, ExpectReaction, ExpectTyping, ExpectStreamed, ExpectNotification,
//     ExpectFile, ExpectNothing;
//   - what it answered to a button or another invoke: ExpectAnswer, ExpectRefusal, ExpectDialog, ExpectResults,
//     ExpectPreview; and how it failed: ExpectError;
//   - all of it at once: [World.ExpectTranscript] compares the story with a file.
//
// What has no sentence of its own is sent as it is: [Conversation.Sends] an event such as teams.EventAgentLifecycle,
// [Conversation.Invokes] an invoke such as teams.InvokeHandoff. A card that refreshes itself sends
// schema.InvokeAdaptiveCardAction, with a schema.AdaptiveCardInvokeValue whose Trigger is "automatic".
//
// A handler that fails, or panics, fails the test at the next call, unless that is [Conversation.ExpectError]. So does
// what the bot sends against the activity protocol, see [World.SilenceLint], and an Adaptive Card that clients do not show as
// it is meant, see [World.SilenceCards].
//
// The first expectation that does not hold ends the test, and prints what happened so far. A story is told by one
// goroutine, the test's; the bot may use as many as it likes.
//
// # Time
//
// All of this works in testing/synctest, where hours pass at once. A sentence waits for the bot's turn alone: what a bot does in
// goroutines of its own has happened after synctest.Wait. What speaks first, an alarm or a notifier, gets the adapter of the world:
//
//	synctest.Test(t, func(t *testing.T) {
//		w := fake.NewWorld(t)
//		alarms := &proactive.Alarms{Adapter: w.Adapter(), Store: memory.NewAlarms(nil)}
//		ctx, stop := context.WithCancel(t.Context())
//		defer stop()
//		go alarms.Run(ctx)
//
//		conv := w.Connect(newBot(alarms)).Says("remind me at noon").ExpectText("I shall.")
//		time.Sleep(12 * time.Hour) // the bubble's time begins at midnight UTC, on Saturday, 1 January 2000
//		synctest.Wait()
//		conv.ExpectText("It is noon.").ExpectNothing()
//	})
//
// # Faults, limits, crowds
//
// [World.Teams] is the simulated Teams itself, for what goes wrong and for how much there is: its Inject and InjectDelivery,
// [World.KeepLimits], and AddCrowd, whose people are in stories by their names: conv.As("Employee 17").
package fake

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
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
	team   map[string]string       // ids of the teams, one of each organization, by its id

	otherTeams map[string]teams.TeamInfo // that channels are shared with, by name
	meetings   map[string]world.Meeting  // by title

	last     *schema.Activity     // what the bot was told last
	held     *[]*delivery         // what it is to be told together; nil outside of that
	answers  map[string]*delivery // what came of what people did last, by their ids
	answered []answered           // the answers to invokes, for the transcript
	views    client.Views         // the cards that only one person sees
	deleted  map[seat]string      // the messages that people deleted last
	unheard  string               // why it was not told what somebody did last, if it was not
	err      error                // what its turn ended with, until someone looks at it
	read     int                  // the entry of the timeline up to which it was looked at
	open     []world.Entry        // of that, what the bot did and no expectation took
	typed    []world.Entry        // likewise, that it was typing
	parts    []world.Entry        // likewise, what it showed bit by bit
	stops    []stop               // where people press Stop
}

// seat is a person in a conversation, by their ids.
type seat struct{ person, conversation string }

// New starts a story: Ann's personal chat with the bot. It is short for NewWorld(t).Connect(bot).
func New(t TB, bot framework.Handler) *Conversation { return NewWorld(t).Connect(bot) }

// NewWorld returns a world for this test. When the test ends, it waits for the bot's turns.
func NewWorld(t TB) *World {
	return Join(t, world.New(world.Config{DriveURL: "https://contoso-my.sharepoint.com"}))
}

// Join returns a world for this test in a simulated Teams that is there already, such as that of package playground: its
// people, channels and group chats, if a story names one that it has. What the bot did there before can still be expected. With
// playground's Handler for the bot, stories are told to a bot in another process, in any language. A handler of your own that
// hands activities over to one has a method Elsewhere(): then what Teams delivers twice is handed over twice.
func Join(t TB, simulated *world.World) *World {
	w := &World{
		t:       t,
		teams:   simulated,
		people:  make(map[string]world.Person),
		rooms:   make(map[string]string),
		team:    make(map[string]string),
		answers: make(map[string]*delivery),
		deleted: make(map[seat]string),

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
	return w.personalChat(bot, w.person("Ann", w.teams.TenantID()))
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
	return &http.Client{Transport: network{w.teams}}
}

// Teams returns the simulated Teams itself, for what a story has no words for: requests that fail, are slow, or are not
// answered; deliveries that come twice or in another order; limits; crowds; people who cannot be reached, channels with
// other rules.
//
// A request that Teams does not answer fails as when a server closes the connection, with [io.EOF]. Of what comes to the bot
// after a time, see [world.World.InjectDelivery], a story only keeps the order.
func (w *World) Teams() *world.World { return w.teams }

// KeepLimits has Teams and the bot keep the limits that Teams publishes, as in production: Teams answers 429 to what is
// beyond them, see world.TeamsLimits, and the bot's connector waits before it sends that, see connector.TeamsLimits.
// Without it a bot may send as much as it likes, and never waits. Call it before the story begins, in testing/synctest.
func (w *World) KeepLimits() {
	w.t.Helper()
	if w.teams.Happened() > 0 {
		w.fail("KeepLimits comes before the story begins")
	}
	w.teams.SetLimits(world.TeamsLimits())
	limits := connector.TeamsLimits()
	limits.Hosts = nil // those of Teams, which is simulated
	w.adapter.Limits = &limits
}

// end holds the end of the test until all turns have ended.
func (w *World) end() {
	w.t.Helper()
	if err := shutDown(w.adapter.engine); err != nil {
		w.fail("the bot does not come to an end: %v", err)
	}
	w.checkStops()
	w.settle()
}

func shutDown(engine *framework.Engine) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownLimit)
	defer cancel()
	return engine.Shutdown(ctx)
}

// settle fails the test if the bot's last turn ended with an error that nobody expected, or if something went over the wire
// that the activity protocol forbids, or that clients do not show.
func (w *World) settle() {
	if err := w.unsettled(); err != nil {
		w.t.Helper()
		w.fail("%v", err)
	}
}

// unsettled returns what settle fails the test with, or nil. Most of what is deep inside a sentence returns its error: T.Helper
// walks the stack, so only sentences, and who fails, call it.
func (w *World) unsettled() error {
	if err := w.err; err != nil {
		w.err = nil
		return fmt.Errorf("the handler failed: %w", err)
	}
	if wrong := w.lint.take(); wrong != "" {
		return fmt.Errorf("%s\nif that is meant, see World.SilenceLint and World.SilenceCards", wrong)
	}
	return nil
}

// check fails the test if what was asked of the simulated Teams is impossible.
func (w *World) check(err error) {
	if err != nil {
		w.t.Helper()
		w.fail("%v", err)
	}
}

// person returns someone by name, who comes up in an organization if the story has not named them before.
func (w *World) person(name, tenantID string) world.Person {
	if p, ok := w.people[name]; ok {
		return p
	}
	p, ok := w.teams.PersonNamed(name)
	if !ok {
		p = w.teams.AddPerson(world.Person{Name: name, TenantID: tenantID})
	}
	w.people[name] = p
	return p
}

// persons are others whom the person names.
func (c *Conversation) persons(names []string) []world.Person {
	people := make([]world.Person, len(names))
	for i, name := range names {
		people[i] = c.w.person(name, c.person.TenantID)
	}
	return people
}

// channel returns the id of a channel of the one team of somebody's organization.
func (w *World) channel(by world.Person, name string) string {
	in := by.TenantID
	if w.team[in] == "" {
		w.team[in] = w.existing(func(c world.ConversationInfo) bool { return c.ID == c.TeamID && c.TenantID == in })
	}
	if w.team[in] == "" {
		w.team[in] = w.teams.AddTeam(w.organization(in), w.founders(by)...).ID
	}
	return w.room(channelRoom(in, name), func() string {
		if id := w.existing(func(c world.ConversationInfo) bool { return c.TeamID == w.team[in] && c.Name == name }); id != "" {
			return id
		}
		id, err := w.teams.AddChannel(w.team[in], name)
		w.check(err)
		return id
	})
}

// channelRoom is the key of a channel.
func channelRoom(tenantID, name string) string { return "channel " + tenantID + " " + name }

// group returns the id of a group chat, which is of the organization of the person who names it first.
func (w *World) group(by world.Person, name string) string {
	return w.room("group "+name, func() string {
		if id := w.existing(func(c world.ConversationInfo) bool {
			return c.Type == schema.ConversationGroup && c.MeetingID == "" && c.Name == name
		}); id != "" {
			return id
		}
		return w.teams.AddGroupChat(name, w.founders(by)...)
	})
}

// existing returns the id of the oldest conversation like that; "" if there is none.
func (w *World) existing(like func(world.ConversationInfo) bool) string {
	for _, c := range w.teams.Conversations() {
		if !c.Deleted && like(c) {
			return c.ID
		}
	}
	return ""
}

func (w *World) room(key string, add func() string) string {
	if _, ok := w.rooms[key]; !ok {
		w.rooms[key] = add()
	}
	return w.rooms[key]
}
