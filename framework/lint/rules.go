package lint

import (
	"slices"

	"github.com/convobot/convo/framework/schema"
)

// place is what a rule is about.
type place int

const (
	onActivity place = iota // every activity
	onMessage               // message, messageUpdate, suggestion
	onUpdate                // conversationUpdate
	onEvent
	onInvoke
	onCommand
	onResult // commandResult
	onTyping
	onEntity
	onAttachment
	onAction // a card action
	places
)

// placeOfType has the activity types that have rules of their own.
//
//nolint:gochecknoglobals // an immutable table
var placeOfType = map[string]place{
	schema.TypeMessage:            onMessage,
	schema.TypeMessageUpdate:      onMessage,
	schema.TypeSuggestion:         onMessage,
	schema.TypeConversationUpdate: onUpdate,
	schema.TypeEvent:              onEvent,
	schema.TypeInvoke:             onInvoke,
	schema.TypeCommand:            onCommand,
	schema.TypeCommandResult:      onResult,
	schema.TypeTyping:             onTyping,
}

// rule holds one requirement. binds says in which directions: one that binds channels only is not asked of a bot.
type rule struct {
	number string
	binds  Direction
	check  func(r *report, n *node)
}

const both = Inbound | Outbound

// rules has the rules of every place.
//
//nolint:gochecknoglobals // an immutable table
var rules = [places][]rule{
	onActivity:   slices.Concat(baseRules, semanticRules, streamRules),
	onMessage:    messageRules,
	onUpdate:     updateRules,
	onEvent:      slices.Concat(eventRules, mediaRules),
	onInvoke:     invokeRules,
	onCommand:    commandRules,
	onResult:     resultRules,
	onTyping:     typingRules,
	onEntity:     entityRules,
	onAttachment: attachmentRules,
	onAction:     actionRules,
}
