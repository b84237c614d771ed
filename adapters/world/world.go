// Package world is a simulated Microsoft Teams in memory: organizations, their people, teams, channels, chats and
// threads, and one bot among them.
//
// It has two sides. People act through Go calls, such as [World.Send] and [World.AddMembers]; each returns the
// activities that Teams would send to the bot, and leaves it to the caller to deliver them, see [World.Deliveries]. The bot
// acts through [World.ServeHTTP], the Bot Connector that the activities' serviceUrl names, with Teams' results and errors; in
// the same process, [World.RoundTrip] needs no network for it. What both do is kept in order, see [World.Timeline].
//
// Crowds of millions are [World.AddCrowd]: their people are worked out from their numbers, and take memory when they get a
// chat.
//
// A conversation is named by its id on the wire: that of a chat, of a channel (to start a thread in it), or of a
// thread, "<channel>;messageid=<root>".
//
// There is one organization to begin with, and [World.AddTenant] founds others, so that it shows whether a bot keeps them
// apart. All of their people are [World.People], who can be renamed and can leave: [World.RenamePerson], [World.RemovePerson].
// Who draws it has [World.Conversations], [World.Members], [World.Page], [World.Message] and [World.Notices], and is woken by
// [World.Changed].
//
// People and the channel can be difficult: see [World.Block], [World.Unreachable], [World.AllowStarting],
// [World.Inject] and [World.InjectDelivery].
//
// What people do with group chats is [World.RenameChat] and [World.DeleteChat]; with channels and teams
// [World.CreateChannel] and [World.Change]; with messages [World.Edit], [World.Delete], [World.React] and [World.Read]; with
// files [World.SendFile] and [World.AnswerFileConsent]; in meetings [World.AddMeeting] and what follows; and at the token
// service [World.SignIn] and its kin.
//
// Bots are tested through package fake, which tells a story in this world. World asks for no access token: it does not check
// who calls its connector, so serve it to nobody but the bot under test. It keeps Teams' rate limits if they are in
// [Config.Limits]. What the bot can make it keep is bounded, but for the messages in its conversations and, without
// [Config.Keep], the timeline.
package world

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/framework/schema"
)

// Config says what is particular about a world. Everything may be left out.
type Config struct {
	AppID      string // the bot's app id; default "00000000-0000-4000-8000-00000000b07b"
	BotName    string // default "Bot"
	TenantID   string // the first organization; default "00000000-0000-4000-8000-00000000007e"
	ServiceURL string // where the bot reaches the connector; default "https://teams.example/emea/"
	DriveURL   string // where the people's files are; default the host of ServiceURL
	Keep       int    // how many of the newest entries the timeline keeps, up to twice as many, within 64 MiB of what the bot sent; 0 is all
	Limits     Limits // how many requests the connector takes; default as many as there are. See [TeamsLimits]
	Clock      Clock  // default that of package time
}

// World is one simulated Teams. Make one with [New]. It is safe for concurrent use. Ids depend only on the order of
// the calls. Times are those of [Config.Clock], or of package time, so that [testing/synctest] rules them.
type World struct {
	bot        schema.ChannelAccount
	tenantID   string
	serviceURL string
	tokenURL   string
	driveURL   string
	router     *mux.Router
	clock      Clock

	mu       sync.Mutex
	serial   int
	tenants  []Tenant          // the first is tenantID
	people   map[string]Person // by id, and again by Entra object id
	joined   []string          // their ids, in the order of joining
	crowds   []*crowd
	gone     map[string]bool // ids of people in crowds who left their organization
	zones    map[string]*time.Location
	places   map[string]*place // by conversation id, threads not included
	inOrder  []*place          // by age
	common   []*place          // those of them that are not personal chats
	personal map[string]*place // chats of one person with the bot, by the person's id
	timeline []*Entry          // pointers, because it grows long
	happened int               // entries so far, those forgotten too
	held     int               // bytes of the bot's requests that the entries are about, see maxHeld
	asked    int               // the size of the bot's request that is being fulfilled
	changes  chan struct{}     // closed at the next change; nil while nobody waits
	kept     int               // Config.Keep

	starting    Starting
	allRoutes   bool
	unreachable map[string]bool // by the person's id
	blocked     map[string]bool // likewise
	faults      []Fault
	misdelivery []DeliveryFault
	overtaken   []*schema.Activity // what is held back from the bot, see Reorder
	stamped     *schema.Activity   // what people did last
	stampedJSON []byte             // its text
	limits      Limits
	spent       map[string]*meter // requests to the connector, by tenant

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
		clock:      cmp.Or[Clock](cfg.Clock, realClock{}),
		limits:     cfg.Limits,
		tenantID:   cmp.Or(cfg.TenantID, "00000000-0000-4000-8000-00000000007e"),
		serviceURL: cmp.Or(cfg.ServiceURL, "https://teams.example/emea/"),
		kept:       cfg.Keep,
		people:     make(map[string]Person),
		gone:       make(map[string]bool),
		zones:      make(map[string]*time.Location),
		places:     make(map[string]*place),
		personal:   make(map[string]*place),

		spent:       make(map[string]*meter),
		unreachable: make(map[string]bool),
		blocked:     make(map[string]bool),

		meetings: make(map[string]*meeting),
		uploads:  make(map[string]*upload),
		drives:   newDrives(),
		tokens:   newTokens(),
	}
	w.tenants = []Tenant{{ID: w.tenantID, Name: "Contoso"}}
	base, err := url.Parse(w.serviceURL)
	if err != nil {
		panic(fmt.Sprintf("world: Config.ServiceURL: %v", err))
	}
	w.tokenURL = base.Scheme + "://" + base.Host
	w.driveURL = strings.TrimSuffix(cmp.Or(cfg.DriveURL, w.tokenURL), "/")
	w.router = w.routes(base.EscapedPath())
	return w
}

// Bot returns the bot's account, as a mention of it needs it.
func (w *World) Bot() schema.ChannelAccount { return w.bot }

// TenantID returns the id of the first organization; [World.AddTenant] founds others.
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
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.serve(rw, r) }

// next returns the next serial number, on which every id is built.
func (w *World) next() int {
	w.serial++
	return w.serial
}

func uuid(serial int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", serial) }
