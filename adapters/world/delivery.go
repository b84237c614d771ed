package world

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Misdelivery is what can happen to an activity on its way to the bot.
type Misdelivery string

// What happens on the way.
const (
	Duplicate Misdelivery = "duplicate" // it comes twice
	Redeliver Misdelivery = "redeliver" // Teams takes it for lost, as when the bot is slow to answer, and sends it again: see [World.Redelivered]
	Reorder   Misdelivery = "reorder"   // the next one overtakes it, be it for another conversation. Invokes are not held back
)

// redeliverAfter is when Teams gives up waiting for the bot.
//
// Spec: https://github.com/MicrosoftDocs/msteams-docs/issues/6084
const redeliverAfter = 15 * time.Second

// DeliveryFault is a trouble that activities get into on their way to the bot; see [World.InjectDelivery].
type DeliveryFault struct {
	Times        int           // how many activities it meets; default 1
	Conversation string        // those of the conversation with this id, for a channel in its threads too
	Kind         Misdelivery   // default Duplicate
	Delay        time.Duration // when it comes again, after the first time; default 15 s for Redeliver, else 0
}

// Delivery is how an activity reaches the bot.
type Delivery struct {
	Activity *schema.Activity
	JSON     []byte        // of the activity, if it is at hand, as of what people did last; else nil. Treat it as read-only
	After    time.Duration // since the people acted
	Again    bool          // the bot was told before
}

// InjectDelivery has the next activities for the bot go astray; that somebody is typing never does. Each meets the first fault
// that is left for it. It is for whoever delivers, such as package fake, to ask for [World.Deliveries].
func (w *World) InjectDelivery(f DeliveryFault) {
	f.Times, f.Kind = cmp.Or(f.Times, 1), cmp.Or(f.Kind, Duplicate)
	if f.Kind == Redeliver {
		f.Delay = cmp.Or(f.Delay, redeliverAfter)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.misdelivery = append(w.misdelivery, f)
	w.touch()
}

// Deliveries returns how what the bot is to be told reaches it: in this order, each so long after the people acted. Without
// faults that is what was given, at once. What a fault holds back comes with the next call that is given something, after
// the first of that.
func (w *World) Deliveries(told []*schema.Activity) []Delivery {
	w.mu.Lock()
	defer w.mu.Unlock()
	deliveries := make([]Delivery, 0, len(told))
	for _, a := range told {
		f := w.takeMisdelivery(a)
		again := a
		switch f.Kind {
		case Reorder:
			w.overtaken = append(w.overtaken, a)
			continue
		case Redeliver:
			again = w.redelivered(a)
		case Duplicate:
		}
		deliveries = append(deliveries, Delivery{Activity: a, JSON: w.jsonOf(a)})
		for _, late := range w.overtaken {
			deliveries = append(deliveries, Delivery{Activity: late})
		}
		w.overtaken = nil
		if f.Kind != "" {
			deliveries = append(deliveries, Delivery{Activity: again, JSON: w.jsonOf(again), After: f.Delay, Again: true})
		}
	}
	slices.SortStableFunc(deliveries, func(a, b Delivery) int { return cmp.Compare(a.After, b.After) })
	return deliveries
}

// jsonOf returns the text of an activity, if it is at hand.
func (w *World) jsonOf(a *schema.Activity) []byte {
	if a != w.stamped {
		return nil
	}
	return w.stampedJSON
}

// takeMisdelivery returns the fault that an activity meets.
func (w *World) takeMisdelivery(a *schema.Activity) DeliveryFault {
	i := slices.IndexFunc(w.misdelivery, func(f DeliveryFault) bool {
		return a.Type != schema.TypeTyping && (f.Kind != Reorder || a.Type != schema.TypeInvoke) && isIn(a.Conversation.ID, f.Conversation)
	})
	if i < 0 {
		return DeliveryFault{}
	}
	f := w.misdelivery[i]
	if w.misdelivery[i].Times--; w.misdelivery[i].Times <= 0 {
		w.misdelivery = slices.Delete(w.misdelivery, i, i+1)
	}
	w.touch()
	return f
}

// Redelivered returns an activity as Teams sends it again when the bot did not answer in time: the same, but an invoke under
// a new id, by which it cannot be told from another one.
//
// Spec: https://github.com/microsoft/botbuilder-dotnet/issues/5005
func (w *World) Redelivered(a *schema.Activity) *schema.Activity {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.redelivered(a)
}

func (w *World) redelivered(a *schema.Activity) *schema.Activity {
	again := *a
	if a.Type == schema.TypeInvoke {
		again.ID, again.Timestamp = fmt.Sprintf("f:%s", uuid(w.next())), w.now()
	}
	return &again
}
