package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// delivery is something that the bot is told, and what came of it.
type delivery struct {
	bot      framework.Handler
	activity *schema.Activity // as Teams sent it
	received *schema.Activity // as it arrives

	overtaken bool // by what came of what people did later

	result framework.Result
	err    error
}

// Together has everything that people do in do reach the bot at the same instant: its turns run side by side, and
// Together returns when the last has ended. Two people press a button at once like this:
//
//	conv.Together(func() {
//		conv.Presses("Tea")
//		conv.As("Bob").Presses("Coffee")
//	})
//
// The people still act one after the other, in the goroutine of the story, so what they see is what was there before; the
// bot is told when do returns. In do there is nothing to expect yet, and no [Conversation.Invokes]. Messages of one
// conversation the bot takes one at a time, as always, but in any order; invokes run beside each other.
func (c *Conversation) Together(do func()) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	c.w.notTogether("Together")
	held := []*delivery{}
	c.w.held = &held
	do()
	c.w.held = nil
	var turns sync.WaitGroup
	for _, d := range held {
		turns.Go(func() { c.w.run(d) })
	}
	turns.Wait()
	for _, d := range held {
		c.w.ended(d)
	}
	return c
}

// notTogether fails the test for what needs the bot to have been told.
func (w *World) notTogether(what string) {
	if err := w.together(what); err != nil {
		w.t.Helper()
		w.fail("%v", err)
	}
}

// together returns what notTogether fails the test with, or nil.
func (w *World) together(what string) error {
	if w.held == nil {
		return nil
	}
	w.held = nil
	return fmt.Errorf("%s inside Together: the bot is told only when it ends", what)
}

// elsewhere is a handler that hands activities over to a bot behind its endpoint, as that of package playground. Whatever Teams
// does reaches the handler: what comes twice comes to it twice, and what comes at one instant does. What waits for what is its own
// concern: that of package playground keeps the messages of a conversation in order.
type elsewhere interface{ Elsewhere() }

// run runs the bot's turn. It may run beside others.
func (w *World) run(d *delivery) {
	engine := w.adapter.engine
	if _, ok := d.bot.(elsewhere); ok {
		engine = newEngine() // that remembers no other turns
	}
	d.result, d.err = engine.Process(w.t.Context(), w.adapter, d.received, d.bot)
	if engine != w.adapter.engine {
		d.err = errors.Join(d.err, shutDown(engine))
	}
}

// ended keeps what came of a turn: an error until someone looks at it, an answer until the person does something else.
func (w *World) ended(d *delivery) {
	w.err = errors.Join(w.err, d.err, w.postReplies(d))
	if !d.overtaken {
		w.answers[d.activity.From.ID] = d
	}
	w.keepAnswer(d)
	if answer := d.result.Invoke; answer != nil {
		w.lint.checkCards(answer.Body)
	}
	w.keepView(d)
}

// postReplies puts what a turn answered to deliveryMode expectReplies or stream into the conversation, as who asked for it
// does.
func (w *World) postReplies(d *delivery) error {
	ref := d.received.Reference()
	for _, raw := range d.result.Replies {
		reply := &schema.Activity{}
		if err := json.Unmarshal(raw, reply); err != nil {
			return fmt.Errorf("fake: a reply in the answer is no activity: %w", err)
		}
		if _, err := w.adapter.SendActivities(w.t.Context(), ref, []*schema.Activity{reply}); err != nil {
			return err
		}
	}
	return nil
}
