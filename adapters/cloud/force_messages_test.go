package cloud_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

const (
	connectorAddr   = "localhost:8081"
	loginAddr       = "localhost:8082"
	faultyConnector = "http://" + connectorAddr + "/"
	faultyLogin     = "http://" + loginAddr
)

// Whatever happens on the way: what a send reports as delivered is at the connector once, what it reports as not
// delivered is not there, and of what it cannot know it says so. Every message of a user ends in one of the first and the
// last, because the channel's next delivery of one that came to nothing runs again.
//
// It must not run beside other tests: it measures the heap.
func TestForceFaults(t *testing.T) {
	seed, messages := newSeed(t), size(500, 10_000)
	synctest.Test(t, func(t *testing.T) {
		u := newUnreliable(t, seed, messages)
		u.stage("identity service down at the start", func() {
			u.outage(time.Minute, &u.login.documentsDown, &u.login.tokensDown)
		})
		first := u.idleMemory()
		u.stage("new signing key, then the bot's token revoked", func() {
			time.Sleep(61 * time.Minute)
			require.NoError(t, u.login.RotateKey(anotherKey()))
			u.later(time.Minute, u.channel.revoke)
		})
		require.Positive(t, u.channel.unauthorized.Load())
		require.Zero(t, u.refused.Load(), "a new key refuses nobody")
		u.stage("token endpoint down when the token has expired", func() {
			time.Sleep(61 * time.Minute)
			u.outage(2*time.Minute, &u.login.tokensDown)
		})
		u.stage("signing keys a day old and not to be had", func() {
			time.Sleep(25 * time.Hour)
			u.outage(30*time.Minute, &u.login.documentsDown)
		})
		require.Zero(t, u.refused.Load(), "the last good keys are used on")
		u.stage("new signing key while none is to be had", func() {
			require.NoError(t, u.login.RotateKey(channelKey()))
			u.outage(5*time.Minute, &u.login.documentsDown)
		})
		u.requireNothingLostOrDoubled()
		// Keys when they are missing, old or not the right ones, tokens when they expire; during an outage every few seconds.
		require.Less(t, u.login.requests.Load(), int64(100), "requests to the identity service, however many messages there are")
		grown := u.idleMemory() - first
		t.Logf("memory after the first stage %d KiB, growth since %d KiB", first>>10, grown>>10)
		require.Less(t, grown, int64(4<<20), "memory grows")
	})
}

// anotherKey is shared because making a key is slow.
var anotherKey = sync.OnceValue(newKey)

// unreliable is a bot with everything around it that may fail, and the users whose messages it answers.
type unreliable struct {
	*bot
	t         *testing.T
	seed      uint64
	channel   *faultyChannel
	login     *faultyIdentity
	dials     *unreliableDials
	transport *http.Transport

	messages []*userMessage
	sent     int            // of messages, by the users
	refused  atomic.Int64   // requests of the stage that were answered 401 or 503
	answers  map[int]int64  // by status
	mu       sync.Mutex     // guards answers
	events   sync.WaitGroup // of the stage
}

func newUnreliable(t *testing.T, seed uint64, messages int) *unreliable {
	t.Helper()
	u := &unreliable{t: t, seed: seed, channel: newFaultyChannel(t, seed, messages), answers: map[int]int64{}}
	u.messages = make([]*userMessage, messages)
	for n := range u.messages {
		u.messages[n] = newUserMessage(u, n)
	}
	u.dials = &unreliableDials{chance: rand.New(rand.NewPCG(seed, 0)), hosts: map[string]*pipes{}}
	u.transport = &http.Transport{DialContext: u.dials.dial, MaxIdleConnsPerHost: 64}
	u.bot = newBot(t, u.handle, func(cfg *cloud.Config) {
		cfg.HTTPClient = &http.Client{Transport: u.transport}
		cfg.AllowedServiceURLs = []string{faultyConnector}
		cfg.Cloud.OpenIDMetadataURL = strings.Replace(cfg.Cloud.OpenIDMetadataURL, "https://"+identity, faultyLogin, 1)
		cfg.Cloud.LoginURL = faultyLogin
		cfg.Logger = slog.New(slog.DiscardHandler)
	})
	u.login = &faultyIdentity{Service: u.identity}
	u.channel.identity = u.identity
	u.dials.hosts[connectorAddr] = servePipes(t, &http.Server{Handler: u.channel})
	u.dials.hosts[loginAddr] = servePipes(t, &http.Server{Handler: u.login})
	t.Cleanup(u.transport.CloseIdleConnections)
	return u
}

// stage lets a fifth of the messages come in after something has happened.
func (u *unreliable) stage(name string, happens func()) {
	u.t.Helper()
	u.refused.Store(0)
	happens()
	token := u.token(u.t, map[string]any{"serviceurl": faultyConnector})
	from := u.sent
	u.sent = min(from+(len(u.messages)+4)/5, len(u.messages))
	begin := time.Now()
	var users sync.WaitGroup
	for _, m := range u.messages[from:u.sent] {
		chance := drawFrom(u.seed, m.name+" in time")
		users.Go(func() {
			time.Sleep(time.Duration(chance.IntN(120_000)) * time.Millisecond)
			m.deliver(token, chance)
		})
	}
	users.Wait()
	u.events.Wait()
	u.t.Logf("%s: %d messages, %d requests refused, %s", name, u.sent-from, u.refused.Load(), time.Since(begin))
}

// outage takes things down, and puts them up again later.
func (u *unreliable) outage(d time.Duration, things ...*atomic.Bool) {
	for _, down := range things {
		down.Store(true)
		u.later(d, func() { down.Store(false) })
	}
}

// later calls f in the course of a stage.
func (u *unreliable) later(d time.Duration, f func()) {
	u.events.Go(func() {
		time.Sleep(d)
		f()
	})
}

// idleMemory is what is in use when nothing has happened for so long that everything remembered has expired.
func (u *unreliable) idleMemory() int64 {
	u.transport.CloseIdleConnections()
	time.Sleep(time.Hour)
	synctest.Wait()
	return memoryInUse()
}

// handle is the bot: it repeats the user's words once, however often it is asked.
func (u *unreliable) handle(ctx context.Context, turn *framework.TurnContext) error {
	m := u.messages[u.channel.ledger[turn.Activity.Text].number]
	if m.kind != invoked {
		return m.say(ctx, turn)
	}
	// Teams sends an invoke again under another id, which only a key of the bot's own recognises.
	err := framework.Once(ctx, turn, m.name, func(ctx context.Context) error {
		if err := m.say(ctx, turn); err != nil && framework.ClassOf(err) != framework.Ambiguous {
			return err
		}
		return nil // what may have been said must not be said again
	})
	turn.SetInvokeResponse(http.StatusOK, nil)
	return err
}

func (u *unreliable) requireNothingLostOrDoubled() {
	u.t.Helper()
	var said, inResponse, ambiguous, arrived, unread int64
	for _, m := range u.messages {
		taken, last := u.channel.ledger[m.name].seen()
		switch m.end() {
		case "said":
			said++
			require.Equal(u.t, 1, taken, "%s was reported as delivered", m.name)
		case "in the response":
			inResponse++
			require.Zero(u.t, taken, m.name)
		case "ambiguous":
			ambiguous++
			arrived += int64(taken)
			require.LessOrEqual(u.t, taken, 1, "%s, reported as ambiguous, was doubled", m.name)
			if last.class != framework.Ambiguous && !m.cutOff() {
				unread++
			}
		default:
			require.Fail(u.t, "lost", "%s came to nothing; its last fault was %q", m.name, last.name)
		}
	}
	require.LessOrEqual(u.t, unread, u.dials.hungUp.Load(), "sends were reported as ambiguous for no reason")
	u.t.Logf("said %d, in the response %d, ambiguous %d (of which arrived %d)", said, inResponse, ambiguous, arrived)
	u.t.Logf("answers to the channel by status: %v", u.answers)
	u.t.Logf("connections refused %d, closed before anything was read %d", u.dials.refused.Load(), u.dials.hungUp.Load())
	for i, f := range u.channel.faults {
		u.t.Logf("%6d %s", u.channel.counts[i].Load(), f.name)
		require.Positive(u.t, u.channel.counts[i].Load(), f.name)
	}
}

// unreliableDials connects to servers in memory; now and then the connector refuses a connection, or closes it as soon as
// it is there.
type unreliableDials struct {
	hosts           map[string]*pipes
	refused, hungUp atomic.Int64

	mu     sync.Mutex
	chance *rand.Rand
}

func (d *unreliableDials) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	d.mu.Lock()
	pick := d.chance.IntN(20)
	d.mu.Unlock()
	switch {
	case addr == loginAddr: // has its outages
	case pick == 0:
		d.refused.Add(1)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	case pick == 1:
		d.hungUp.Add(1)
		client, server := net.Pipe()
		return client, server.Close()
	}
	return d.hosts[addr].dial(ctx)
}
