package world

import (
	"net/http"
	"slices"

	"github.com/convobot/convo/framework/schema"
)

// maxReactions is how many kinds of reaction the bot can have on one message, and maxReaction how long the name of one
// is, in bytes. Teams documents neither.
const (
	maxReactions = 20
	maxReaction  = 100
)

// addReaction puts a reaction of the bot on a message. To do so again changes nothing.
//
// Spec: https://github.com/microsoft/teams.ts/tree/main/packages/api/src/clients
func (w *World) addReaction(c call) (int, any, *refusal) { return w.reactByBot(c, true) }

// removeReaction takes it off again.
func (w *World) removeReaction(c call) (int, any, *refusal) { return w.reactByBot(c, false) }

func (w *World) reactByBot(c call, on bool) (int, any, *refusal) {
	where, m, problem := w.anyMessage(c)
	if problem != nil {
		return 0, nil, problem
	}
	if problem := w.spend(&where.spent().react, w.limits.React); problem != nil {
		return 0, nil, problem
	}
	kind := c.vars["reaction"]
	already := slices.DeleteFunc(slices.Clone(m.reactions), func(r Reaction) bool { return !r.Bot })
	if len(kind) > maxReaction || on && len(already) >= maxReactions {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "The reaction's name is too long, or there are too many reactions")
	}
	if !m.react(Reaction{Type: kind, Who: w.bot.Name, Bot: true, id: w.bot.ID}, on) {
		return http.StatusOK, nil, nil
	}
	some := []schema.MessageReaction{{Type: kind}}
	happened := &schema.Activity{Type: schema.TypeMessageReaction, ReplyToID: c.activity, ReactionsAdded: some}
	if !on {
		happened.ReactionsAdded, happened.ReactionsRemoved = nil, some
	}
	w.recordByBot(Reacted, where, m.root, happened, "")
	return http.StatusOK, nil, nil
}
