package world

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// stamp returns a copy of draft as Teams delivers it: addressed from the person to the bot, with an id, times, and the
// data of the channel. An id and channel data that draft has stay.
func (w *World) stamp(draft *schema.Activity, from schema.ChannelAccount, in schema.ConversationAccount, channelData schema.Any) (*schema.Activity, error) {
	a := *draft
	if a.ID == "" {
		a.ID = fmt.Sprintf("f:%s", uuid(w.next()))
	}
	if a.ChannelData == nil {
		a.ChannelData = channelData
	}
	a.Timestamp = now()
	a.ServiceURL, a.ChannelID = w.serviceURL, schema.ChannelTeams
	a.From, a.Recipient, a.Conversation = from, w.bot, in
	return clone(&a)
}

// compose completes a copy of what a person sends with what their client adds.
func (p Person) compose(draft *schema.Activity) *schema.Activity {
	a := *draft
	if a.Type == "" {
		a.Type = schema.TypeMessage
	}
	if a.Type == schema.TypeMessage && a.Text != "" && a.TextFormat == "" {
		a.TextFormat = "plain"
	}
	if a.Locale == "" {
		a.Locale = p.Locale
	}
	a.LocalTimestamp, a.LocalTimezone = now(), "UTC"
	a.Entities = append(slices.Clip(a.Entities), p.client())
	return &a
}

// client is the entity by which a person's client describes itself.
func (p Person) client() schema.Entity {
	_, country, _ := strings.Cut(p.Locale, "-")
	return schema.ClientInfo{Locale: p.Locale, Country: country, Platform: "Web", Timezone: "UTC"}
}

// messageData is the channel data of what people send.
func (w *World) messageData(where *place) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: w.tenantID}}
	if where.team != nil {
		data.Channel.ID, data.Team.ID = where.account.ID, where.team.ID
		data.LegacyChannelID, data.LegacyTeamID = where.account.ID, where.team.ID
	}
	if where.meeting != nil {
		data.Meeting.ID = where.meeting.details.ID
	}
	return data
}

// membersData is the channel data of a conversation update.
func (w *World) membersData(where *place, eventType string) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: w.tenantID}}
	if where.team != nil {
		data.Team, data.EventType = where.team.TeamInfo, eventType
		data.Settings.SelectedChannel.ID = where.account.ID
	}
	return data
}

// installData is the channel data of an installation update.
func (w *World) installData(where *place) teams.ChannelData {
	data := teams.ChannelData{Tenant: teams.TenantInfo{ID: w.tenantID}}
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

// clone copies through JSON, so that the copy shares nothing with the original and looks as it does on the wire.
func clone(a *schema.Activity) (*schema.Activity, error) {
	raw, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("world: the activity has no JSON form: %w", err)
	}
	out := &schema.Activity{}
	if err := json.Unmarshal(raw, out); err != nil {
		return nil, fmt.Errorf("world: the activity's JSON form is no activity: %w", err)
	}
	return out, nil
}
