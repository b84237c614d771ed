package main

import (
	"cmp"
	"context"
	"errors"
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	maxMentions = 100  // in one message; no command names more people
	maxRoster   = 2000 // members of a conversation who are looked through for a name
	maxChoices  = 5    // people whom the bot names when a name could be several
)

// directory finds the people whom somebody names in a command: by a mention, or by "@" and a name, which is how it has
// to be done where Teams offers no mentions.
type directory struct {
	bot      *convoBot
	turn     *framework.TurnContext
	mentions []schema.Mention
	used     []bool // of the mentions: two people may be mentioned by one first name

	read   bool
	roster []schema.ChannelAccount
	cut    bool  // the roster goes on
	err    error // the roster could not be read
}

func (b *convoBot) directory(turn *framework.TurnContext) *directory {
	d := &directory{bot: b, turn: turn}
	for _, m := range turn.Activity.Mentions() {
		if m.Mentioned.ID != "" && m.Mentioned.ID != turn.Activity.Recipient.ID && len(d.mentions) < maxMentions {
			m.Text = cmp.Or(m.Text, schema.NewMention(m.Mentioned).Text)
			m.Mentioned.Name = cmp.Or(m.Mentioned.Name, visible(m.Text))
			d.mentions = append(d.mentions, m)
		}
	}
	d.used = make([]bool, len(d.mentions))
	return d
}

// isName reports whether text begins with somebody's name.
func (d *directory) isName(text string) bool {
	_, _, mentioned := d.mention(text)
	return mentioned >= 0 || strings.HasPrefix(text, "@") && len(text) > 1
}

// next returns whom text names at its beginning, and the rest of it. A name that means nobody, or several, is a
// [spokenError].
func (d *directory) next(ctx context.Context, text string) (who schema.ChannelAccount, rest string, err error) {
	if who, rest, i := d.mention(text); i >= 0 {
		d.used[i] = true
		return who, trimName(rest), nil
	}
	s := search{text: norm.NFC.String(trimName(strings.TrimPrefix(text, "@")))}
	s.offer(d.turn.Activity.Recipient)
	s.offer(d.turn.Activity.From)
	for _, member := range d.members(ctx) {
		s.offer(member)
	}
	here := person(d.turn)
	near := proactive.Filter{AppID: here.AppID, ChannelID: here.ChannelID, TenantID: here.TenantID}
	for record, err := range d.bot.store.All(ctx, near) {
		if err != nil {
			return who, "", err
		}
		if record.IsPerson() && isNear(record.Key, here) {
			s.offer(record.Reference.User)
		}
	}
	if d.cut || d.err != nil {
		s.first = matches{} // others may have it as well
	}
	who, rest, err = s.result()
	if errors.Is(err, errNobody) {
		err = d.unknown(s.text)
	}
	return who, trimName(rest), err
}

// mention returns whom the mention is of that text begins with, and its place in d.mentions; -1 if there is none.
func (d *directory) mention(text string) (who schema.ChannelAccount, rest string, i int) {
	for i, m := range d.mentions {
		for _, markup := range [...]string{m.Text, html.UnescapeString(m.Text)} {
			if rest, ok := strings.CutPrefix(text, markup); ok && !d.used[i] {
				return bare(m.Mentioned), rest, i
			}
		}
	}
	return who, "", -1
}

// members returns who is here, as far as that can be read.
func (d *directory) members(ctx context.Context) []schema.ChannelAccount {
	if d.read || isPrivate(d.turn) {
		return d.roster
	}
	d.read = true
	d.roster, d.cut, d.err = roster(ctx, d.turn, home(d.turn))
	return d.roster
}

// unknown says where nobody of that name was found.
func (d *directory) unknown(text string) error {
	name, _, _ := strings.Cut(text, " ")
	name = clip(name, maxName)
	switch {
	case d.err != nil:
		return toSay("people.unread", name)
	case d.cut:
		return toSay("people.many", name, maxRoster)
	}
	return toSay("people.unknown", name)
}

// withoutMarkup returns text as it was shown where people are mentioned. It does not get longer.
func (d *directory) withoutMarkup(text string) string {
	for _, m := range d.mentions {
		text = strings.ReplaceAll(text, m.Text, visible(m.Text))
	}
	return text
}

// visible is what the markup of a mention shows.
func visible(markup string) string {
	return html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(markup, "<at>"), "</at>"))
}

// roster returns the members of a conversation that the turn's connector knows, and whether there are more than are
// read.
func roster(ctx context.Context, turn *framework.TurnContext, conversationID string) (members []schema.ChannelAccount, cut bool, err error) {
	client, err := connector.FromTurn(turn)
	if err != nil {
		return nil, false, err
	}
	for member, err := range client.AllMembers(ctx, conversationID) {
		if err != nil {
			return members, false, err
		}
		if len(members) == maxRoster {
			return members, true, nil
		}
		members = append(members, bare(member))
	}
	return members, false, nil
}

// home is the conversation whose members a command is about: that of the turn, in a channel its team's.
func home(turn *framework.TurnContext) string {
	return cmp.Or(teams.TeamID(turn.Activity), turn.Activity.Conversation.ID)
}

// isPrivate reports whether the turn's conversation is with one person alone.
func isPrivate(turn *framework.TurnContext) bool {
	return person(turn) == proactive.KeyOf(turn.Identity().AppID, turn.ConversationReference())
}

// isNear reports whether two keys are of the same bot, channel and organization.
func isNear(a, b proactive.Key) bool {
	return a.AppID == b.AppID && a.ChannelID == b.ChannelID && a.TenantID == b.TenantID
}

// isSame reports whether two accounts are of the same person.
func isSame(a, b schema.ChannelAccount) bool {
	return a.ID != "" && a.ID == b.ID || a.AADObjectID != "" && a.AADObjectID == b.AADObjectID
}

// bare is what other requests need of an account, without what else the members of a conversation come with.
func bare(who schema.ChannelAccount) schema.ChannelAccount {
	return schema.ChannelAccount{ID: who.ID, Name: who.Name, AADObjectID: who.AADObjectID, Role: who.Role}
}

// isBot reports whether an account is a bot's.
func isBot(who schema.ChannelAccount) bool {
	return strings.HasPrefix(who.ID, "28:") || who.Role == "bot"
}

// names lists people.
func names(people []schema.ChannelAccount) string {
	list := make([]string, len(people))
	for i, who := range people {
		list[i] = cmp.Or(who.Name, who.ID)
	}
	return strings.Join(list, ", ")
}
