package world

import (
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// stamp makes of a draft, which is nobody's yet, what Teams delivers: addressed from the person to the bot, with an id,
// times, and the data of the channel. An id and channel data that it has stay. What is returned shares nothing with it.
func (w *World) stamp(a *schema.Activity, from schema.ChannelAccount, in schema.ConversationAccount, channelData schema.Any) (*schema.Activity, error) {
	if a.ID == "" {
		a.ID = fmt.Sprintf("f:%s", uuid(w.next()))
	}
	if a.ChannelData == nil {
		a.ChannelData = channelData
	}
	a.Timestamp = w.now()
	a.ServiceURL, a.ChannelID = w.serviceURL, schema.ChannelTeams
	a.From, a.Recipient, a.Conversation = from, w.bot, in
	made, raw, err := clone(a)
	w.stamped, w.stampedJSON = made, raw
	return made, err
}

// compose completes a copy of what a person sends with what their client adds. It is short, so that the copy stays on the
// stack of who calls it.
func (w *World) compose(p Person, draft *schema.Activity) *schema.Activity {
	a := *draft
	w.complete(p, &a)
	return &a
}

func (w *World) complete(p Person, a *schema.Activity) {
	if a.Type == "" {
		a.Type = schema.TypeMessage
	}
	if a.Type == schema.TypeMessage && a.Text != "" && a.TextFormat == "" {
		a.TextFormat = "plain"
	}
	if a.Locale == "" {
		a.Locale = p.Locale
	}
	a.LocalTimestamp, a.LocalTimezone = schema.NewTime(w.localTime(p)), p.timeZone()
	a.Entities = append(slices.Clip(a.Entities), p.client())
}

// client is the entity by which a person's client describes itself.
func (p Person) client() schema.Entity {
	_, country, _ := strings.Cut(p.Locale, "-")
	return schema.ClientInfo{Locale: p.Locale, Country: country, Platform: "Web", Timezone: p.timeZone()}
}

// messageData is the channel data of what people send.
func (w *World) messageData(where *place) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: where.account.TenantID}}
	if where.team != nil {
		data.Channel.ID, data.Team.ID = where.account.ID, where.team.ID
		data.LegacyChannelID, data.LegacyTeamID = where.account.ID, where.team.ID
	}
	if where.meeting != nil {
		data.Meeting.ID = where.meeting.details.ID
	}
	return data
}

// messageJSON is messageData as JSON, which is made once for a place, because what it says stays as it is.
func (w *World) messageJSON(where *place) schema.Any {
	if where.messageJSON == nil {
		data := w.messageData(where)
		raw, err := data.MarshalJSON()
		if err != nil {
			return data // whoever writes it says what is wrong
		}
		where.messageJSON = raw
	}
	return where.messageJSON
}

// membersData is the channel data of a conversation update.
func (w *World) membersData(where *place, eventType string) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: where.account.TenantID}}
	if where.team != nil {
		data.Team, data.EventType = where.team.TeamInfo, eventType
		data.Settings.SelectedChannel.ID = where.account.ID
	}
	return data
}

// installData is the channel data of an installation update.
func (w *World) installData(where *place) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: where.account.TenantID}}
	if where.team != nil {
		data.Team, data.Channel.ID = where.team.TeamInfo, where.account.ID
	}
	data.Settings.SelectedChannel.ID, data.Source.Name = where.account.ID, "message"
	return data
}

// reaches reports whether Teams tells the bot of what was said: a message only if the bot is mentioned, in a personal
// chat, or when a card was submitted.
func (w *World) reaches(where *place, a *schema.Activity) bool {
	if !where.roster.bot {
		return false
	}
	if a.Type != schema.TypeMessage || where.account.ConversationType == schema.ConversationPersonal || a.Value != nil {
		return true
	}
	for _, m := range a.Mentions() {
		if m.Mentioned.ID == w.bot.ID {
			return true
		}
	}
	return false
}

// clone copies through JSON, so that the copy shares nothing with the original and looks as it does on the wire. It returns the
// JSON too.
func clone(a *schema.Activity) (*schema.Activity, []byte, error) {
	raw, err := a.MarshalJSON()
	if err != nil {
		return nil, nil, fmt.Errorf("world: the activity has no JSON form: %w", err)
	}
	out := &schema.Activity{}
	if err := out.UnmarshalJSON(raw); err != nil {
		return nil, nil, fmt.Errorf("world: the activity's JSON form is no activity: %w", err)
	}
	return out, raw, nil
}
