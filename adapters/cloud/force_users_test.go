package cloud_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
)

// messageKind is how a message is to be answered.
type messageKind int

const (
	posted    messageKind = iota // a message, answered at the connector
	invoked                      // an invoke, answered in the response and, with a message, at the connector
	collected                    // a message whose replies are the response
)

// maxFailed is how often a message is delivered in vain at most. It takes longer than any outage and less time than the
// engine remembers a failure, if it should.
const maxFailed = 40

// userMessage is a message of a user, and what it comes to.
type userMessage struct {
	u    *unreliable
	name string // also its text, and the request's correlation id
	kind messageKind
	// patient handlers try again by themselves when they may; others leave that to the channel.
	patient bool
	change  map[string]any // of the usual activity

	mu     sync.Mutex
	ended  string // "said", "in the response" or "ambiguous"; "" until then
	err    error  // of the last send
	answer string // body of the response, if that has the replies
	failed int    // answers of 500 before it ended
}

func newUserMessage(u *unreliable, n int) *userMessage {
	m := &userMessage{u: u, name: messageName(n)}
	chance := drawFrom(u.seed, m.name)
	m.kind = []messageKind{posted, posted, posted, posted, posted, posted, invoked, invoked, invoked, collected}[chance.IntN(10)]
	m.patient = chance.IntN(2) == 0
	m.change = map[string]any{
		"id": m.name, "text": m.name, "serviceUrl": faultyConnector,
		"conversation": map[string]any{"id": fmt.Sprint("a:chat", n%max(len(u.messages)/50, 1))},
	}
	if m.kind == collected {
		m.change["deliveryMode"] = "expectReplies"
	}
	return m
}

func (m *userMessage) end() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ended
}

// cutOff reports whether the last send had no time left, as invokes have little.
func (m *userMessage) cutOff() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return errors.Is(m.err, context.DeadlineExceeded)
}

// say is the bot's side: it repeats the message.
func (m *userMessage) say(ctx context.Context, turn *framework.TurnContext) error {
	if ended := m.end(); ended != "" {
		m.u.t.Errorf("%s: was %s, and runs again", m.name, ended)
	}
	for {
		err := turn.SendText(ctx, m.name)
		m.checkSend(err)
		if framework.ClassOf(err) != framework.RetryLater || !m.patient {
			return err
		}
		wait := 2 * time.Second
		if e, ok := errors.AsType[*framework.ChannelError](err); ok {
			wait = max(wait, e.RetryAfter)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

// checkSend compares what a send reports with what the connector has.
func (m *userMessage) checkSend(err error) {
	taken, last := m.u.channel.ledger[m.name].seen()
	wrong := func(why string) {
		m.u.t.Errorf("%s: %s: the connector took it %d times, last fault %q, reported as: %v", m.name, why, taken, last.name, err)
	}
	e, isChannelError := errors.AsType[*framework.ChannelError](err)
	ended := ""
	switch {
	case err == nil && m.kind == collected:
		ended = "in the response"
	case err == nil:
		ended = "said"
		if taken != 1 {
			wrong("delivered")
		}
	case !isChannelError:
		wrong("not a *ChannelError")
	case e.Class == framework.Ambiguous:
		ended = "ambiguous"
		if taken > 1 {
			wrong("doubled")
		}
	case e.Class != framework.RetryLater:
		wrong("of a class that no fault has")
	case taken != 0:
		wrong("to be repeated, though it is there")
	case e.Status == http.StatusTooManyRequests && last.name == "429 for a minute" && e.RetryAfter != time.Minute:
		wrong("without the time to come back")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended, m.err = ended, err
}

// deliver is the channel's side: it delivers the message until something has come of it. Now and then it hangs up, or
// delivers it twice at once, or once more when it is answered.
func (m *userMessage) deliver(token string, chance *rand.Rand) {
	for attempt := range 500 {
		body := m.delivery(attempt)
		ctx, hangUp := context.WithCancel(context.Background())
		if chance.IntN(7) == 0 {
			time.AfterFunc(time.Duration(chance.IntN(5000))*time.Millisecond, hangUp)
		}
		var twin sync.WaitGroup
		if chance.IntN(7) == 0 {
			twin.Go(func() { m.post(context.Background(), token, body) })
		}
		m.post(ctx, token, body)
		hangUp()
		twin.Wait()
		time.Sleep(time.Duration(1000+chance.IntN(14_000)) * time.Millisecond)
		if m.end() == "" {
			continue
		}
		if chance.IntN(3) == 0 {
			m.post(context.Background(), token, m.delivery(attempt+2))
		}
		return
	}
	m.u.t.Errorf("%s: nothing has come of it", m.name)
}

// delivery is the activity as it is delivered. An invoke is delivered again under the same id once, then under another
// (botbuilder-dotnet issue 5005).
func (m *userMessage) delivery(attempt int) string {
	if m.kind != invoked {
		return activity(m.u.t, m.change)
	}
	body := invoke(m.u.t, m.change)
	return strings.Replace(body, `"id":"`+m.name+`"`, fmt.Sprintf(`"id":"%s/%d"`, m.name, attempt/2), 1)
}

// post makes one request of the channel and checks what an answer promises.
func (m *userMessage) post(ctx context.Context, token, body string) {
	r := requestWith(ctx, token, body)
	r.Header.Set("X-Ms-Correlation-Id", m.name)
	w := m.u.do(r)
	if ctx.Err() != nil {
		return // nobody reads the answer
	}
	m.u.count(w.Code)
	m.mu.Lock()
	defer m.mu.Unlock()
	switch w.Code {
	case http.StatusOK:
		if m.ended == "" {
			m.u.t.Errorf("%s: was answered 200, though nothing has come of it", m.name)
		}
		if m.kind == collected {
			m.checkResponse(w.Body.String())
		}
	case http.StatusServiceUnavailable:
		if w.Header().Get("Retry-After") == "" {
			m.u.t.Errorf("%s: 503 without Retry-After", m.name)
		}
	case http.StatusInternalServerError:
		if m.ended == "" {
			m.failed++
		}
		if m.failed > maxFailed {
			m.u.t.Errorf("%s: was answered 500 for %d deliveries; does it still run?", m.name, m.failed)
		}
	case http.StatusAccepted, http.StatusUnauthorized:
	default:
		m.u.t.Errorf("%s: was answered %d", m.name, w.Code)
	}
}

// checkResponse wants the reply in the response, once, and the same each time.
func (m *userMessage) checkResponse(body string) {
	if strings.Count(body, `"text":"`+m.name+`"`) != 1 || m.answer != "" && m.answer != body {
		m.u.t.Errorf("%s: was answered %s, before %s", m.name, body, m.answer)
	}
	m.answer = body
}

// count notes an answer to the channel.
func (u *unreliable) count(status int) {
	if status == http.StatusUnauthorized || status == http.StatusServiceUnavailable {
		u.refused.Add(1)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.answers[status]++
}
