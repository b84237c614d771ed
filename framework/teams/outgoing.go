package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// NotifyUser makes Teams alert whoever gets the message: in the activity feed or, with alertInMeeting, in the meeting that
// the conversation belongs to. There the page at externalURL is shown, a deep link
// https://teams.microsoft.com/l/bubble/<app id>?url=...&height=...&width=...&title=...; elsewhere it is "".
//
// Like every function here that changes a message, it keeps what else is in the channel data. Channel data that is no JSON
// object, which Teams refuses, is replaced.
func NotifyUser(a *schema.Activity, alertInMeeting bool, externalURL string) {
	setChannelData(a, "notification", NotificationInfo{
		Alert: new(!alertInMeeting), AlertInMeeting: new(alertInMeeting), ExternalResourceURL: externalURL,
	})
}

// EnableFeedback puts buttons under the message by which a user likes or dislikes it: loop is [FeedbackDefault], Teams' own
// form, or [FeedbackCustom], a dialog of the bot. Both end in the invoke message/submitAction, and a custom one begins with
// message/fetchTask. The older form, feedbackLoopEnabled, goes: a message may have one of the two.
func EnableFeedback(a *schema.Activity, loop string) {
	setChannelData(a, "feedbackLoop", FeedbackLoop{Type: loop}, "feedbackLoopEnabled")
}

// SetOnBehalfOf makes Teams show the message as sent by the bot for person, of whom ID and Name are needed.
func SetOnBehalfOf(a *schema.Activity, person schema.ChannelAccount) {
	setChannelData(a, "onBehalfOf", []OnBehalfOf{{MentionType: "person", MRI: person.ID, DisplayName: person.Name}})
}

// SentOnBehalfOf returns for whom the message is, or was, sent.
func SentOnBehalfOf(a *schema.Activity) []OnBehalfOf {
	data, _ := Data(a)
	return data.OnBehalfOf
}

// SetTarget makes of the message one that person alone sees, in a group chat or channel; a private chat takes none. Whoever
// sends it must go Teams' way for such messages, as the connector does for a marked recipient.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
func SetTarget(a *schema.Activity, person schema.ChannelAccount) {
	person.IsTargeted = true
	a.Recipient = person
}

// IsTargeted reports whether one person alone, or the bot alone, sees the message.
func IsTargeted(a *schema.Activity) bool {
	treatment, _ := schema.EntityOf[schema.ActivityTreatment](a)
	return a.Recipient.IsTargeted || treatment.Treatment == schema.TreatmentTargeted
}

// setChannelData sets one member of the activity's channel data and drops others, in a new value: others may share the
// old one.
func setChannelData(a *schema.Activity, name string, value any, drop ...string) {
	old, _ := schema.As[map[string]json.RawMessage](a.ChannelData)
	data := make(map[string]any, len(old)+1)
	for other, raw := range old {
		data[other] = raw
	}
	for _, other := range drop {
		delete(data, other)
	}
	data[name] = value
	a.ChannelData = data
}
