package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

const (
	answerLimit = 15 * time.Second       // for the bot's answer, as Teams has it
	noticeLimit = 300 * time.Millisecond // how long an act waits to hear that it did not get through
	maxAnswer   = 4 << 20                // bytes of the bot's answer
	signedFor   = 5 * time.Minute        // how long the token serves that goes with activities; it lives an hour
)

// botAnswer is how the bot's endpoint answered.
type botAnswer struct {
	Status  int             `json:"status"`            // 0 if there was no answer
	Body    json.RawMessage `json:"body,omitempty"`    // of an invoke
	Problem string          `json:"problem,omitempty"` // why there is no answer, or none that can be read

	late bool // the bot did not answer in time
}

// deliver posts an activity to the bot and returns its answer. If ctx ends before, nobody waits for it any more, but the
// bot is asked all the same.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot
func (p *Playground) deliver(ctx context.Context, a *schema.Activity) botAnswer {
	for _, answered := range p.dispatchAll(ctx, a) { // the first delivery is the one that is asked for
		return awaited(ctx, answered)
	}
	return botAnswer{Problem: "the activity is held back on its way to the bot, as the fault that was asked for wants it"}
}

func awaited(ctx context.Context, answered <-chan botAnswer) botAnswer {
	select {
	case answer := <-answered:
		return answer
	case <-ctx.Done():
		return botAnswer{Problem: "nobody waited for the bot's answer"}
	}
}

// tell delivers what the bot is to hear, in order. It waits only so long for the answers that a bot which is not there is
// noticed: problem says what went wrong until then.
func (p *Playground) tell(ctx context.Context, told ...*schema.Activity) (problem string) {
	noticing, cancel := context.WithTimeout(ctx, noticeLimit)
	defer cancel()
	for _, answered := range p.dispatchAll(ctx, told...) {
		select {
		case answer := <-answered:
			if answer.Problem != "" {
				return answer.Problem
			}
		case <-noticing.Done():
			return ""
		}
	}
	return ""
}

// dispatchAll has activities delivered as the world's faults will have it, and returns where the answers come up to what is
// delivered at once.
func (p *Playground) dispatchAll(ctx context.Context, told ...*schema.Activity) []<-chan botAnswer {
	var answers []<-chan botAnswer
	for _, d := range p.world.Deliveries(told) {
		answered := p.dispatch(ctx, d)
		if d.After == 0 {
			answers = append(answers, answered)
		}
	}
	return answers
}

// dispatch has an activity delivered when its time and its turn come; the answer comes up in the channel. What is not
// answered in time is delivered once more, as Teams does.
func (p *Playground) dispatch(ctx context.Context, d world.Delivery) <-chan botAnswer {
	answered := make(chan botAnswer, 1)
	ctx, done, problem := p.courier.begin(ctx)
	if problem != "" {
		answered <- p.lost(d, problem)
		return answered
	}
	before, passed := p.courier.line(lineOf(d))
	go func() {
		defer done()
		defer passed()
		free, ok := p.courier.turn(ctx, d.After, before)
		if !ok {
			answered <- p.lost(d, ending)
			return
		}
		defer free()
		letNext := time.AfterFunc(orderLimit, passed)
		defer letNext.Stop()
		answer := p.attempt(ctx, d)
		answered <- answer
		if answer.late && !d.Again {
			p.dispatch(ctx, world.Delivery{Activity: p.world.Redelivered(d.Activity), Again: true})
		}
	}()
	return answered
}

// lineOf returns in which line an activity stands: that of its conversation, or none if it is an invoke, which goes at once,
// or comes later.
func lineOf(d world.Delivery) string {
	if d.Activity.Type == schema.TypeInvoke || d.After > 0 {
		return ""
	}
	return d.Activity.Conversation.ID
}

// lost tells of an activity that was not sent.
func (p *Playground) lost(d world.Delivery, problem string) botAnswer {
	x := p.exchangeOf(d)
	x.Problem = problem
	p.traffic.add(x)
	return botAnswer{Problem: problem}
}

// exchangeOf is what the inspector shows of a delivery that begins now.
func (p *Playground) exchangeOf(d world.Delivery) exchange {
	return exchange{
		Direction: toBot, Method: http.MethodPost, URL: p.cfg.Bot, Time: time.Now(), Again: d.Again,
		Conversation: d.Activity.Conversation.ID, Activity: d.Activity.ID,
	}
}

// attempt posts an activity once.
func (p *Playground) attempt(ctx context.Context, d world.Delivery) botAnswer {
	limited, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	a, x := d.Activity, p.exchangeOf(d)
	answered := p.inspected.delivering(a, &x)
	answer := p.post(limited, a, &x)
	answered()
	if ctx.Err() != nil && answer.Status == 0 {
		answer.Problem, answer.late = ending, false
	}
	x.Duration, x.Status, x.Answer, x.Problem = time.Since(x.Time), answer.Status, clipped(answer.Body), answer.Problem
	p.traffic.add(x)
	if answer.Problem != "" {
		p.logger.WarnContext(ctx, "the bot did not take an activity", "url", p.cfg.Bot, "type", a.Type, "status", answer.Status, "problem", answer.Problem)
	}
	return answer
}

func (p *Playground) post(ctx context.Context, a *schema.Activity, x *exchange) botAnswer {
	body, err := json.Marshal(a)
	if err != nil {
		return botAnswer{Problem: "the activity has no JSON form: " + err.Error()}
	}
	x.Body = clipped(body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.cfg.Bot, bytes.NewReader(body))
	if err != nil {
		return botAnswer{Problem: "the bot's URL: " + err.Error()}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "Convo-Playground")
	if p.identity != nil {
		token, err := p.channelToken()
		if err != nil {
			return botAnswer{Problem: "no token could be signed: " + err.Error()}
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	x.see(req.Header)
	resp, err := p.cfg.HTTPClient.Do(req)
	if err != nil {
		return p.unanswered(err)
	}
	defer resp.Body.Close()
	return p.readAnswer(resp)
}

func (p *Playground) readAnswer(resp *http.Response) botAnswer {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		broken := p.unanswered(err)
		broken.Status = resp.StatusCode
		return broken
	}
	answer := botAnswer{Status: resp.StatusCode}
	if len(body) > maxAnswer {
		answer.Problem = fmt.Sprintf("the bot's answer is larger than %d MiB", maxAnswer>>20)
		return answer
	}
	switch body = bytes.TrimSpace(body); {
	case json.Valid(body):
		answer.Body = body
	case len(body) > 0:
		answer.Body = quoted(string(body))
	}
	answer.Problem = p.refused(resp)
	return answer
}

// channelToken is what proves to the bot who calls. Like Teams', it serves for some minutes: to sign one takes longer than
// all the rest of a delivery.
func (p *Playground) channelToken() (string, error) {
	p.signing.Lock()
	defer p.signing.Unlock()
	if time.Since(p.signedAt) < signedFor {
		return p.signed, nil
	}
	var err error
	if p.signed, err = p.identity.SignChannelToken(p.ServiceURL(), nil); err == nil {
		p.signedAt = time.Now().Round(0) // by the clock on the wall: the other stands still while the machine sleeps
	}
	return p.signed, err
}
