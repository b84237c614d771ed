// Package world is a simulated Microsoft Teams in memory: an organization, its people, teams, channels, chats and
// threads, and one bot among them.
//
// It has two sides. People act through Go calls, such as [World.Send] and [World.AddMembers]; each returns the
// activities that Teams would send to the bot, and leaves it to the caller to deliver them. The bot acts through
// [World.ServeHTTP], the Bot Connector that the activities' serviceUrl names, with Teams' results and errors. What
// both do is kept in order, see [World.Timeline].
//
// A conversation is named by its id on the wire: that of a chat, of a channel (to start a thread in it), or of a
// thread, "<channel>;messageid=<root>".
//
// People and the channel can be difficult: see [World.Block], [World.Unreachable], [World.AllowStarting] and
// [World.Inject].
//
// What people do with channels and teams is [World.CreateChannel] and [World.Change]; with messages [World.Edit],
// [World.Delete], [World.React] and [World.Read]; with files [World.SendFile] and [World.AnswerFileConsent]; in meetings
// [World.AddMeeting] and what follows; and at the token service [World.SignIn] and its kin.
//
// Bots are tested through package fake, which tells a story in this world. World asks for no access token and has no rate
// limits: it does not check who calls its connector, so serve it to nobody but the bot under test. What the bot can make
// it keep is bounded, but for the messages in its conversations and the timeline.
package world

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Config says what is particular about a world. Everything may be left out.
type Config struct {
	AppID      string // the bot's app id; default "00000000-0000-4000-8000-00000000b07b"
	BotName    string // default "Bot"
	TenantID   string // the organization; default "00000000-0000-4000-8000-00000000007e"
	ServiceURL string // where the bot reaches the connector; default "https://teams.example/emea/"
	DriveURL   string // where the people's files are; default the host of ServiceURL
}

// World is one simulated Teams. Make one with [New]. It is safe for concurrent use. Ids depend only on the order of
// the calls; times are those of package time, so [testing/synctest] rules them.
type World struct {
	bot        schema.ChannelAccount
	tenantID   string
	serviceURL string
	tokenURL   string
	driveURL   string
	connector  http.Handler

	mu       sync.Mutex
	serial   int
	people   map[string]Person // by id, and again by Entra object id
	places   map[string]*place // by conversation id, threads not included
	personal map[string]*place // chats of one person with the bot, by the person's id
	timeline []Entry

	starting    Starting
	allRoutes   bool
	unreachable map[string]bool // by the person's id
	blocked     map[string]bool // likewise
	faults      []Fault

	meetings map[string]*meeting // by meeting id
	batches  batches
	uploads  map[string]*upload // attachments of the connector, by id
	uploaded int                // bytes of them that the bot sent
	drives   drives
	tokens   tokens
}

// New returns a world with a bot and nobody else. It panics if ServiceURL is not a URL.
func New(cfg Config) *World {
	w := &World{
		bot: schema.ChannelAccount{
			ID:   "28:" + cmp.Or(cfg.AppID, "00000000-0000-4000-8000-00000000b07b"),
			Name: cmp.Or(cfg.BotName, "Bot"),
		},
		tenantID:   cmp.Or(cfg.TenantID, "00000000-0000-4000-8000-00000000007e"),
		serviceURL: cmp.Or(cfg.ServiceURL, "https://teams.example/emea/"),
		people:     make(map[string]Person),
		places:     make(map[string]*place),
		personal:   make(map[string]*place),

		unreachable: make(map[string]bool),
		blocked:     make(map[string]bool),

		meetings: make(map[string]*meeting),
		uploads:  make(map[string]*upload),
		drives:   newDrives(),
		tokens:   newTokens(),
	}
	base, err := url.Parse(w.serviceURL)
	if err != nil {
		panic(fmt.Sprintf("world: Config.ServiceURL: %v", err))
	}
	w.tokenURL = base.Scheme + "://" + base.Host
	w.driveURL = strings.TrimSuffix(cmp.Or(cfg.DriveURL, w.tokenURL), "/")
	w.connector = w.routes(base.EscapedPath())
	return w
}

// Bot returns the bot's account, as a mention of it needs it.
func (w *World) Bot() schema.ChannelAccount { return w.bot }

// TenantID returns the id of the organization.
func (w *World) TenantID() string { return w.tenantID }

// ServiceURL returns the base URL of the connector, as the activities carry it.
func (w *World) ServiceURL() string { return w.serviceURL }

// TokenServiceURL returns the base URL of the token service, without a slash at the end; see [World.SignIn].
func (w *World) TokenServiceURL() string { return w.tokenURL }

// DriveURL returns the base URL of people's files, without a slash at the end; see [World.SendFile].
func (w *World) DriveURL() string { return w.driveURL }

// ServeHTTP is the connector under the service URL's path, the token service under /api/, and the people's files under
// /drive/.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.connector.ServeHTTP(rw, r) }

// next returns the next serial number, on which every id is built.
func (w *World) next() int {
	w.serial++
	return w.serial
}

func uuid(serial int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", serial) }

func now() schema.Time { return schema.NewTime(time.Now().UTC()) }
