package handlers_test

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func habitsOfNotifications() []habit {
	// The rows whose handlers are given nothing but the turn.
	methods := map[string]string{
		"this.onMessageUpdate(f)":            "OnMessageUpdate",
		"this.onMessageDelete(f)":            "OnMessageDelete",
		"this.onConversationUpdate(f)":       "OnConversationUpdate",
		"this.onInstallationUpdate(f)":       "OnInstallationUpdate",
		"this.onInstallationUpdateAdd(f)":    "OnInstallationAdd",
		"this.onInstallationUpdateRemove(f)": "OnInstallationRemove",
		"this.onMessageReaction(f)":          "OnMessageReaction",
		"this.onTyping(f)":                   "OnTyping",
		"this.onEndOfConversation(f)":        "OnEndOfConversation",
		"this.onCommand(f)":                  "OnCommand",
		"this.onCommandResult(f)":            "OnCommandResult",
		"override onEventActivity":           "OnEventActivity",
	}
	rows := []habit{
		{
			row:      "this.onReactionsAdded(f)",
			bot:      newBot(func(bot *handlers.ActivityHandler) { bot.OnReactionsAdded(sayReactions("added", nil)) }),
			activity: &schema.Activity{Type: schema.TypeMessageReaction, ReactionsAdded: reactions("like")},
			says:     []string{"added like"},
		},
		{
			row:      "this.onReactionsRemoved(f)",
			bot:      newBot(func(bot *handlers.ActivityHandler) { bot.OnReactionsRemoved(sayReactions("removed", nil)) }),
			activity: &schema.Activity{Type: schema.TypeMessageReaction, ReactionsRemoved: reactions("like")},
			says:     []string{"removed like"},
		},
	}
	for row, method := range methods {
		e := simpleEvents()[method]
		said := strings.TrimPrefix(method, "On")
		rows = append(rows, habit{
			row:      row,
			bot:      newBot(func(bot *handlers.ActivityHandler) { e.register(bot, say(said, nil)) }),
			activity: &e.activity,
			says:     []string{said},
		})
	}
	return rows
}
