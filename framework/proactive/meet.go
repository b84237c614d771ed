package proactive

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// private learns of a person in private.
func (l lesson) private(ctx context.Context) error {
	key, err := l.privateKey(ctx)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.conversation(ctx, key)
}

// privateKey returns the key of the activity's conversation. Of private ones, some of Teams' updates name people by their other id only: who
// is known by it has a key already, and who says something has that id for good. Else the error is ErrNotFound.
func (l lesson) privateKey(ctx context.Context) (Key, error) {
	key := KeyOf(l.appID, l.ref)
	says := l.activity.Type == schema.TypeMessage || l.activity.Type == schema.TypeInvoke
	if !isPrivate(l.ref) || l.isPerson(l.ref.User) {
		return key, nil
	}
	known, err := Find(ctx, l.store, key)
	switch {
	case err == nil:
		return known.Key, nil
	case errors.Is(err, ErrNotFound) && says:
		return key, nil
	}
	return Key{}, err
}

// conversation learns where the activity came from: a conversation, or a person in private.
func (l lesson) conversation(ctx context.Context, key Key) error {
	return l.teach(ctx, key, func(r *Record) {
		l.address(r, l.ref)
		l.heardFrom(r)
		l.describe(r)
		r.Place.MeetingID = cmp.Or(l.data.Meeting.ID, r.Place.MeetingID)
		if !isShared(l.ref) {
			l.know(r, l.ref.User)
		}
	})
}

// place learns of a channel that the activity did not come from, but that the bot can write in.
func (l lesson) place(ctx context.Context, channelID string) error {
	ref := l.ref
	ref.User, ref.Locale = schema.ChannelAccount{}, ""
	ref.Conversation.ID, ref.Conversation.Name = channelID, ""
	key := KeyOf(l.appID, ref)
	learn := func() error {
		return l.teach(ctx, key, func(r *Record) {
			l.address(r, ref)
			l.heardFrom(r)
			l.describe(r)
		})
	}
	if l.activity.Type != schema.TypeMessage { // it may be about the place
		return learn()
	}
	return l.lately.unless([]string{
		"place", key.AppID, key.ChannelID, key.TenantID, channelID, ref.ServiceURL,
		l.data.Team.ID, l.data.Team.Name, l.data.Team.AADGroupID, l.data.Channel.Name,
	}, func() (bool, error) { return true, learn() })
}

// describe notes what the activity says of a place.
func (l lesson) describe(r *Record) {
	r.TeamID = cmp.Or(l.data.Team.ID, r.TeamID)
	r.Place.TeamName = cmp.Or(l.data.Team.Name, r.Place.TeamName)
	r.Place.GroupID = cmp.Or(guid.Fold(l.data.Team.AADGroupID), r.Place.GroupID)
	if r.Key.ConversationID == l.data.Channel.ID {
		r.Place.ChannelName = cmp.Or(l.data.Channel.Name, r.Place.ChannelName)
	}
}

// isPerson reports whether that is somebody to remember. In Teams people have an Entra object id, and bots and anonymous
// guests have none. Some updates leave it out: under their other id, people would be remembered, and told, twice.
func (l lesson) isPerson(who schema.ChannelAccount) bool {
	a := l.activity
	return who.ID != "" && who.ID != a.Recipient.ID && who.ID != a.Conversation.ID &&
		who.Role != schema.RoleBot && who.Role != schema.RoleSkill &&
		(who.AADObjectID != "" || l.ref.ChannelID != schema.ChannelTeams)
}

// person learns of somebody who wrote, or came, in a conversation of several. Whether they can be written to in private is
// another matter, except that an organization's block, or a conversation that was gone, may be a thing of the past.
func (l lesson) person(ctx context.Context, who schema.ChannelAccount) error {
	ref := l.ref
	ref.Conversation = schema.ConversationAccount{TenantID: l.ref.Conversation.TenantID}
	if who.ID != l.ref.User.ID {
		ref.Locale = "" // it is the sender's
	}
	ref.User = who
	return l.teach(ctx, personKey(l.appID, ref), func(r *Record) {
		private := r.Reference
		if private.Conversation.ID != "" {
			r.meet(ref)
			r.Reference.Conversation, r.Reference.ServiceURL = private.Conversation, private.ServiceURL
		} else {
			l.address(r, ref)
		}
		l.know(r, who)
		r.metIn(l.data.Team.ID)
		if r.Reach.State != ReachBlocked && !l.at.Before(r.Reach.At) {
			r.Reach.clear(l.at)
		}
	})
}

// know notes what the activity says of a person; of its sender, it says more than of others.
func (l lesson) know(r *Record, who schema.ChannelAccount) {
	r.Person.Role = cmp.Or(roleOf(who, l.ref.Conversation.TenantID), r.Person.Role)
	if who.ID != l.activity.From.ID {
		return
	}
	zone := cmp.Or(l.client.Timezone, l.activity.LocalTimezone)
	if isZoneName(zone) {
		r.Person.TimeZone, r.Person.UTCOffset = zone, 0
	}
	if local := l.activity.LocalTimestamp; r.Person.TimeZone == "" && !local.Time.IsZero() {
		_, seconds := local.Zone()
		r.Person.UTCOffset = seconds / 60
	}
}

// roleOf returns whether somebody is a member or a guest of the organization, if the channel says so.
func roleOf(who schema.ChannelAccount, tenantID string) string {
	if len(who.Extra) > 0 {
		switch teams.MemberOf(who).UserRole {
		case "user":
			return RoleMember
		case "guest", "anonymous":
			return RoleGuest
		}
	}
	if who.TenantID != "" && tenantID != "" && guid.Fold(who.TenantID) != guid.Fold(tenantID) {
		return RoleGuest
	}
	return ""
}

// isZoneName reports whether a text may be the IANA name of a time zone. Whether there is one of that name is not asked:
// it may be younger than the list of this machine.
func isZoneName(name string) bool {
	const longest = 64
	return name != "" && len(name) <= longest && name != "Local" && !slices.ContainsFunc([]byte(name), func(c byte) bool {
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !isLetter && (c < '0' || c > '9') && c != '/' && c != '_' && c != '-' && c != '+'
	})
}

const maxTeams = 20 // that a person's record names

// metIn notes a team that a person was met in.
func (r *Record) metIn(teamID string) {
	if teamID == "" || slices.Contains(r.Person.Teams, teamID) {
		return
	}
	known := r.Person.Teams[:min(len(r.Person.Teams), maxTeams-1)]
	r.Person.Teams = append([]string{teamID}, known...)
}

// left learns of people who are no longer in a team.
func (l lesson) left(ctx context.Context) error {
	var errs []error
	for _, who := range l.activity.MembersRemoved {
		key := personKey(l.appID, l.ref)
		key.UserID = guid.Fold(cmp.Or(who.AADObjectID, who.ID))
		known, err := Find(ctx, l.store, key)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			err = l.teach(ctx, known.Key, func(r *Record) {
				r.Person.Teams = slices.DeleteFunc(slices.Clone(r.Person.Teams), func(id string) bool { return id == l.data.Team.ID })
			})
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// meet takes a newer reference over. What it leaves out, as updates of a conversation leave out names and the locale,
// stays known; and so does the user of a place, who is the first that was met there, and their locale.
func (r *Record) meet(ref schema.ConversationReference) {
	known := r.Reference
	ref.ActivityID = ""
	if isShared(ref) && known.User.ID != "" {
		ref.User, ref.Locale = known.User, cmp.Or(known.Locale, ref.Locale)
	}
	ref.Locale = cmp.Or(ref.Locale, known.Locale)
	ref.ServiceURL = cmp.Or(ref.ServiceURL, known.ServiceURL)
	completeAccount(&ref.User, known.User)
	completeAccount(&ref.Bot, known.Bot)
	if is, was := &ref.Conversation, known.Conversation; is.ID == was.ID {
		is.Name, is.ConversationType = cmp.Or(is.Name, was.Name), cmp.Or(is.ConversationType, was.ConversationType)
		is.AADObjectID, is.IsGroup = cmp.Or(is.AADObjectID, was.AADObjectID), is.IsGroup || was.IsGroup
	}
	r.Reference = ref
}

// completeAccount adds what is known of the same account.
func completeAccount(is *schema.ChannelAccount, was schema.ChannelAccount) {
	if is.ID != was.ID {
		return
	}
	is.Name, is.AADObjectID = cmp.Or(is.Name, was.Name), cmp.Or(is.AADObjectID, was.AADObjectID)
	is.Role, is.TenantID = cmp.Or(is.Role, was.Role), cmp.Or(is.TenantID, was.TenantID)
	if len(is.Extra) == 0 {
		is.Extra = was.Extra
	}
}
