package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/schema"
)

const (
	welcome = "Alerts come here from now on."
	farGone = "I do not know its alert any more"
)

// In a channel every alert starts a thread, in a chat it is a message; when it is resolved, its card says so.
func TestAlertComesAndGoes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	channel := d.ann.InChannel("Ops")
	channel.Says("subscribe").ExpectContains(welcome)
	chat := d.ann.InGroup("On call", "Bob").Says("subscribe").ExpectContains(welcome)
	d.ann.Says("Subscribe").ExpectContains(welcome)

	d.sends("alertmanager", golden(t, "alertmanager-firing.json"), outcome{Posted: 6})
	for _, place := range []*fake.Conversation{channel, chat, d.ann} {
		place.ExpectCard("DiskAlmostFull").ExpectCard("SlowCheckout").ExpectNothing()
	}
	d.sends("alertmanager", golden(t, "alertmanager-firing.json"), outcome{Unchanged: 6})
	d.sends("alertmanager", golden(t, "alertmanager-resolved.json"), outcome{Updated: 3})
	for _, place := range []*fake.Conversation{channel, chat, d.ann} {
		place.ExpectCardUpdate("Resolved · critical").ExpectNothing()
	}
	d.sends("alertmanager", golden(t, "alertmanager-resolved.json"), outcome{Unchanged: 3})
}

func TestGrafana(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("grafana", golden(t, "grafana-firing.json"), outcome{Posted: 1})
	d.ann.ExpectActivity(func(a *schema.Activity) error {
		require.Equal(t, "Firing · warning: Order queue grows", a.Summary)
		return nil
	})
	d.sends("grafana", strings.ReplaceAll(golden(t, "grafana-firing.json"), `"firing"`, `"resolved"`), outcome{Updated: 1})
	d.ann.ExpectCardUpdate("Resolved")
	d.sends("alertmanager", resolved("0b9e64d1f2a8c573"), outcome{Unknown: 1}) // the same fingerprint, of another sender
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.refuses("alertmanager", fires("a"), http.StatusUnprocessableEntity, "nobody subscribed")
	d.ann.Says("hello").ExpectContains("Say `subscribe`")
	thread := d.ann.InChannel("Ops").Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.ann.InChannel("Ops").ExpectCard("DiskAlmostFull").ExpectNothing()

	thread.As("Bob").Says("unsubscribe").ExpectText("No more alerts here.")
	d.refuses("alertmanager", fires("b"), http.StatusUnprocessableEntity, "nobody subscribed")
	d.refuses("alertmanager", twoFire("a", "b"), http.StatusUnprocessableEntity, "nobody subscribed")
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1})
	d.sends("alertmanager", resolved("b"), outcome{Unknown: 1})
	d.ann.InChannel("Ops").ExpectCardUpdate("Resolved").ExpectNothing()
}

func TestTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	ops := d.ann.InChannel("Ops")
	ops.Says("subscribe").ExpectContains("?to=19%3Achannel")
	d.ann.InChannel("Random").Says("hello").ExpectContains("Say `subscribe`")
	person := d.ann.Reference().User

	d.sends("alertmanager?to="+ops.Reference().Conversation.ID, fires("a"), outcome{Posted: 1})
	ops.ExpectCard("DiskAlmostFull")
	d.ann.ExpectNothing()
	for i, to := range []string{person.ID, strings.ToUpper(person.AADObjectID), d.ann.Reference().Conversation.ID} {
		d.sends("grafana?to="+to, fires(string(rune('b'+i))), outcome{Posted: 1})
		d.ann.ExpectCard("DiskAlmostFull")
	}
	ops.ExpectNothing()
	for _, to := range []string{"nowhere", d.ann.InChannel("Random").Reference().Conversation.ID} {
		d.refuses("alertmanager?to="+to, fires("z"), http.StatusUnprocessableEntity, "UnknownPlace")
	}
}

// A slip in the address shows nobody what is for some.
func TestBadTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	for _, query := range []string{"to=", "To=19:ops", "to=a&to=b", "to=a&x=1", "to=19:ops;messageid=1"} {
		d.refuses("grafana?"+query, fires("a"), http.StatusBadRequest, "BadArgument")
	}
	d.ann.ExpectNothing()
}

// The bot says less rather than twice: what changes, changes on the card.
func TestChangesAndReturns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.ann.ExpectCard("93 % full")
	d.sends("alertmanager", fires("a", "93 %", "97 %"), outcome{Updated: 1})
	d.ann.ExpectCardUpdate("97 % full")
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1})
	d.ann.ExpectCardUpdate("to {{DATE(2026-11-20T23:02:05Z")
	d.sends("alertmanager", fires("a"), outcome{Updated: 1}) // resolved by mistake
	d.ann.ExpectCardUpdate("Firing")
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1})
	d.ann.ExpectCardUpdate("Resolved")
	d.sends("alertmanager", fires("a", "22:14:05", "23:59:59"), outcome{Posted: 1}) // it fires anew, and people should notice
	d.ann.ExpectCard("Firing").ExpectNothing()
}

// Nobody has to say that an alert was resolved before it fires anew: what was decided was about the last time.
func TestFiresAnewUnresolved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	const begin = "2026-11-20T22:14:05Z"
	d.sends("alertmanager", fires("a", begin, "2020-11-20T22:14:05Z"), outcome{Posted: 1})
	d.ann.ExpectCard("DiskAlmostFull").Presses("Approve").ExpectAnswer("Approved").ExpectCardUpdate("Approved")
	d.sends("alertmanager", fires("a", begin, "2020-11-20T22:14:08Z"), outcome{Updated: 1}) // the clock of another replica
	d.ann.ExpectCardUpdate("Approved")

	later := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	d.sends("alertmanager", fires("a", begin, later), outcome{Posted: 1})
	d.ann.ExpectCardUpdate("Resolved").ExpectCard("Firing").Presses("Deny").ExpectAnswer("Denied").ExpectCardUpdate("Denied")
	require.Len(t, d.decisions, 2)
}

func TestResolvedUnknown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", resolved("a"), outcome{Unknown: 1})
	d.ann.ExpectNothing()
}

// A restart changes nothing: what was shown is updated, decided about once, and not shown again.
func TestRestart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.InChannel("Ops").Says("subscribe").ExpectContains(welcome)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 2})
	d.ann.ExpectCard("DiskAlmostFull")
	d.ann.InChannel("Ops").ExpectCard("DiskAlmostFull")
	d.start()
	thread := d.ann.InChannel("Ops").Presses("Approve").ExpectAnswer("Approved by Ann").ExpectCardUpdate("Approved by Ann")
	d.ann.ExpectCardUpdate("Approved by Ann")
	d.start()
	d.ann.Sends(press(verbDeny, "alertmanager/a")).ExpectAnswer("Approved by Ann").ExpectNothing()
	d.sends("alertmanager", fires("a"), outcome{Unchanged: 2})
	d.sends("alertmanager", resolved("a"), outcome{Updated: 2})
	d.ann.ExpectCardUpdate("Resolved").ExpectNothing()
	thread.ExpectCardUpdate("Resolved").ExpectNothing()
	require.Len(t, d.decisions, 1)
}

func TestTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	var deliveries sync.WaitGroup
	for range 8 {
		deliveries.Go(func() {
			if w := d.post("alertmanager", fires("a")); w.Code != http.StatusOK {
				t.Error(w.Body)
			}
		})
	}
	deliveries.Wait()
	d.ann.ExpectCard("DiskAlmostFull").ExpectNothing()
}

func TestDecision(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	channel := d.ann.InChannel("Ops")
	channel.Says("subscribe").ExpectContains(welcome)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 2})
	channel.ExpectCard("DiskAlmostFull")
	d.ann.ExpectCard("DiskAlmostFull")

	deny := channel.As("Bob")
	thread := channel.Presses("Approve")
	thread.ExpectAnswer("Approved by Ann").ExpectCardUpdate("Approved by Ann")
	d.ann.ExpectCardUpdate("Approved by Ann")
	require.Equal(t, []string{"DiskAlmostFull true by Ann " + d.ann.Reference().User.AADObjectID}, d.decisions)

	// Bob's client still shows the buttons.
	deny.Sends(press(verbDeny, "alertmanager/a")).ExpectAnswer("Approved by Ann")
	d.sends("alertmanager", resolved("a"), outcome{Updated: 2})
	thread.ExpectCardUpdate("Resolved").ExpectNothing()
	require.Len(t, d.decisions, 1)
}

func TestDecisionsTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chat := d.ann.InGroup("On call", "Bob").Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	chat.ExpectCard("DiskAlmostFull")
	chat.Together(func() {
		chat.Presses("Approve")
		chat.As("Bob").Presses("Deny")
	})
	require.Len(t, d.decisions, 1)
	verdict := "Denied by Bob"
	if strings.Contains(d.decisions[0], "Ann") {
		verdict = "Approved by Ann"
	}
	chat.ExpectAnswer(verdict).As("Bob").ExpectAnswer(verdict)
	chat.ExpectCardUpdate(verdict).ExpectNothing()
}

// A decision is taken once also when framework.Once has forgotten it.
func TestDecisionMuchLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.ann.Says("subscribe").ExpectContains(welcome)
		d.sends("alertmanager", fires("a"), outcome{Posted: 1})
		d.ann.ExpectCard("DiskAlmostFull").Presses("Approve").ExpectAnswer("Approved").ExpectCardUpdate("Approved")
		for _, wait := range []time.Duration{30 * time.Second, 24 * time.Hour} {
			time.Sleep(wait)
			d.ann.Sends(press(verbApprove, "alertmanager/a")).ExpectAnswer("Approved").ExpectNothing()
		}
		require.Len(t, d.decisions, 1)
	})
}

// There are buttons as long as there is something to decide.
func TestButtons(t *testing.T) {
	t.Parallel()
	require.Len(t, (&shown{Alert: alert{Firing: true}}).actions(), 2)
	require.Empty(t, (&shown{Alert: alert{Firing: false}}).actions())
	require.Empty(t, (&shown{Alert: alert{Firing: true}, Decision: decision{At: time.Now()}}).actions())
}

func TestDecisionThatFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.ann.ExpectCard("DiskAlmostFull")
	d.broken = errors.New("no route to the cluster")
	d.ann.Presses("Approve").ExpectAnswer("That did not work").ExpectAnswer("Deny").ExpectNothing()
	d.broken = nil
	d.ann.Presses("Deny").ExpectAnswer("Denied by Ann").ExpectCardUpdate("Denied by Ann").ExpectNothing()
	require.Len(t, d.decisions, 1)
}

func TestAudit(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	decide := audit(slog.New(slog.NewTextHandler(&log, nil)))
	require.NoError(t, decide(t.Context(), alert{ID: "grafana/a", Name: "Queue"}, decision{Approved: true, UserName: "Ann", UserID: "entra-1"}))
	require.NoError(t, decide(t.Context(), alert{ID: "grafana/b"}, decision{UserID: "entra-2"}))
	require.Regexp(t, `level=INFO msg=decision decision=approved alert=grafana/a name=Queue .* user=entra-1`, log.String())
	require.Regexp(t, `decision=denied alert=grafana/b .* user=entra-2`, log.String())
}

// A client may send anything: nobody decides about, or sees, an alert that is not shown where they are.
func TestForgedPress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.ann.ExpectCard("DiskAlmostFull")
	mallory := d.ann.As("Mallory")
	mallory.Sends(press(verbApprove, "alertmanager/a")).ExpectAnswer(farGone)
	d.ann.Sends(press(verbApprove, "alertmanager/b")).ExpectAnswer(farGone)
	stale := press(verbApprove, "alertmanager/a")
	stale.Value = value(verbApprove, `{"alert":"alertmanager/a","startsAt":"2026-11-19T00:00:00Z"}`)
	d.ann.Sends(stale).ExpectAnswer(farGone).ExpectNothing()
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1})
	d.ann.ExpectCardUpdate("Resolved").Sends(press(verbDeny, "alertmanager/a")).ExpectAnswer("Resolved").ExpectNothing()
	require.Empty(t, d.decisions)
}

// press is a press of a button that the sender's client may no longer show, or never did.
func press(verb, alertID string) *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction,
		Value: value(verb, `{"alert":"`+alertID+`","startsAt":"2026-11-20T22:14:05Z"}`),
	}
}

func value(verb, data string) json.RawMessage {
	return json.RawMessage(`{"action":{"type":"Action.Execute","verb":"` + verb + `","data":` + data + `},"trigger":"manual"}`)
}
