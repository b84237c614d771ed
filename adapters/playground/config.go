package playground

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/convobot/convo/adapters/world"
)

// DefaultAddr is where [Listen] listens unless told otherwise.
const DefaultAddr = "localhost:3979"

// Config says whom the playground is for. Only Bot is required.
type Config struct {
	// Addr is where to listen, on this machine only; default [DefaultAddr]. Port 0 is any that is free.
	Addr string
	// Bot is the URL to which activities are posted, such as http://localhost:3978/api/messages. Its requests come back to
	// this machine, so that is where the bot runs.
	Bot string
	// AppID is who the bot is, a GUID, and AppPassword what it gets its tokens for. With Anonymous both are left out, and
	// there are no tokens. Otherwise they default to those of package world and to one made for this start.
	AppID, AppPassword string
	Anonymous          bool
	// BotName is what people see; default "Bot".
	BotName string
	// Manifest is the bot's app manifest, the JSON or an app package (a zip with a manifest.json), from which the page takes the
	// commands of message extensions, the domains of their links, and tabs. Without it, people choose a manifest in the page, or
	// type the ids.
	Manifest []byte
	// Populate fills the world at the start; default is [Contoso].
	Populate func(*world.World)
	// HTTPClient posts to the bot; default one without a proxy. Redirects are not followed.
	HTTPClient *http.Client
	Logger     *slog.Logger // default slog.Default()
}

// String returns the configuration without its secret. It is what fmt and slog print.
func (c Config) String() string {
	return fmt.Sprintf("playground.Config{Addr:%q Bot:%q AppID:%q Anonymous:%t BotName:%q}", c.Addr, c.Bot, c.AppID, c.Anonymous, c.BotName)
}

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText is String, for encoding/json.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

const defaultAppID = "00000000-0000-4000-8000-00000000b07b"

// complete fills in what was left out.
func (c Config) complete() (Config, error) {
	if c.Anonymous && c.AppPassword != "" {
		return c, errors.New("playground: Anonymous is for bots without credentials; leave out AppPassword or Anonymous")
	}
	bot, err := url.Parse(c.Bot)
	if err != nil || bot.Host == "" || bot.User != nil || bot.Scheme != "http" && bot.Scheme != "https" {
		return c, errors.New("playground: Bot is not the URL of the bot's endpoint, such as http://localhost:3978/api/messages")
	}
	if c.Addr == "" {
		c.Addr = DefaultAddr
	}
	if c.AppID == "" {
		c.AppID = defaultAppID
	}
	if c.AppPassword == "" && !c.Anonymous {
		c.AppPassword = rand.Text()
	}
	if c.Populate == nil {
		c.Populate = Contoso
	}
	poster := http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: maxDeliveries, IdleConnTimeout: time.Minute}}
	if c.HTTPClient != nil {
		poster = *c.HTTPClient
	}
	poster.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.HTTPClient = &poster
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c, nil
}
