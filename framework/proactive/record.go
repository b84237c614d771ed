package proactive

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
)

// Record is what is remembered of a person or a conversation; of an organization, see [Key], it has the key and Reach only.
//
// Its JSON is what databases and the files of package transfer hold; see [Record.MarshalJSON].
type Record struct {
	Key Key `json:"key,omitzero"`

	// Reference is the address. Its ActivityID is empty: what is sent there answers nothing. Of a person whose private
	// conversation is not known yet, it is what [Open] needs to make one: Conversation has the tenant only.
	Reference schema.ConversationReference `json:"reference,omitzero,omitempty"`
	LearnedBy LearnedBy                    `json:"learnedBy,omitempty"` // how the reference's service URL became known

	Person Person `json:"person,omitzero,omitempty"` // who it is, of a person
	Place  Place  `json:"place,omitzero"`            // where it is, of a conversation
	TeamID string `json:"teamId,omitempty"`          // Teams: the team of a channel conversation

	Install Install `json:"install,omitzero"`         // whether the bot is there
	Reach   Reach   `json:"reach,omitzero,omitempty"` // what became of the last messages

	SeenAt    time.Time `json:"seenAt,omitzero"`    // when they were last heard of; up to an hour too old, see [Remember]
	CreatedAt time.Time `json:"createdAt,omitzero"` // when it was first remembered, to the second
	UpdatedAt time.Time `json:"updatedAt,omitzero"` // when [Remember], [Save] or the fate of a message changed it, to the second

	Preferences Preferences           `json:"preferences,omitzero,omitempty"`
	Notices     map[string]TopicState `json:"notices,omitempty"`    // by topic, at most 100; kept by [Notifier]
	Attributes  map[string]string     `json:"attributes,omitempty"` // the bot's own notes; [Remember] keeps them as they are

	// Origin is the JSON of the reference as it was first met or imported, for whoever wants to know where a record
	// came from. Nothing is sent by it. It is absent where it would say the same as Reference.
	Origin json.RawMessage `json:"origin,omitempty"`
}

// Person is what is known of a person besides the address, whose User has the name and whose Locale has the language.
type Person struct {
	TimeZone   string `json:"timeZone,omitempty"`   // IANA name, of their client
	UTCOffset  int    `json:"utcOffset,omitzero"`   // minutes east of UTC, of a client that does not name its time zone
	Role       string `json:"role,omitempty"`       // RoleMember, RoleGuest, or "" where the channel did not say
	SignInName string `json:"signInName,omitempty"` // user principal name or e-mail address; only the bot sets it

	// Teams are the ids of the teams that the person was met in, the last one first; at most 20. Who left one, is not in it.
	Teams []string `json:"teams,omitempty"`
}

// Values of [Person].Role.
const (
	RoleMember = "member" // of the organization
	RoleGuest  = "guest"  // of another organization, or of none
)

// Place is what is known of a conversation of several people besides the address.
type Place struct {
	TeamName    string `json:"teamName,omitempty"`
	GroupID     string `json:"groupId,omitempty"`     // Microsoft Entra group id of the team
	ChannelName string `json:"channelName,omitempty"` // of the channel in the team; "" for General
	MeetingID   string `json:"meetingId,omitempty"`
}

// InstallState says whether the bot is in a conversation, or a person has its app.
type InstallState string

// The states of an [Install]. Who was met elsewhere, such as a person in a channel, is unknown, and can be written to.
const (
	InstallUnknown InstallState = ""
	Installed      InstallState = "installed"
	Removed        InstallState = "removed" // do not write there until the bot is back
)

// Install says whether the bot is there, since when, and why not.
type Install struct {
	State  InstallState `json:"state,omitempty"`
	At     time.Time    `json:"at,omitzero"`
	Reason string       `json:"reason,omitempty"` // of a removal, one of the Reason constants
}

// Values of [Install].Reason.
const (
	ReasonUninstalled    = "uninstalled"    // the app, or the bot as a member, was removed
	ReasonTeamDeleted    = "teamDeleted"    // with all its channels
	ReasonTeamArchived   = "teamArchived"   // nobody can write there
	ReasonChannelDeleted = "channelDeleted" // with its threads
)

// ReachState says whether messages arrive.
type ReachState string

// The states of a [Reach].
const (
	ReachOK           ReachState = ""             // as far as is known
	ReachBlocked      ReachState = "blocked"      // the person blocked the bot
	ReachDisabled     ReachState = "disabled"     // an administrator disabled the bot for the organization
	ReachNotInstalled ReachState = "notInstalled" // the channel says that the bot is not there: it is to be installed anew
	ReachNotFound     ReachState = "notFound"     // the conversation is gone
	ReachSuspect      ReachState = "suspect"      // the person's private conversation is gone, and so is the one that was made in its place
)

// Reach is what became of the last messages. A state other than ok stays until a message arrives all the same, or the bot
// hears from there: from a person anywhere, but from one who blocked it in private; from anybody in an organization.
type Reach struct {
	State    ReachState `json:"state,omitempty"`
	At       time.Time  `json:"at,omitzero"`       // since when it is in that state; zero if it never was in another
	Failures int        `json:"failures,omitzero"` // in a row, for which the address may be to blame
	Code     string     `json:"code,omitempty"`    // of the last one, in the channel's words; "" after a success
	SentAt   time.Time  `json:"sentAt,omitzero"`   // of a message that arrived; up to an hour older than the last one

	// Refused are people, at most 3, for whom an administrator's block was the answer; of an organization's record only.
	Refused []string `json:"refused,omitempty"`
}

// LearnedBy says how the service URL of a reference became known. A URL learned in a better way replaces another; else a
// URL stays until a message to it fails. When it last worked is [Reach].SentAt.
type LearnedBy string

// The ways to learn a service URL, the best one first. "" is of a reference that the bot saved or imported.
const (
	ByInstall LearnedBy = "install"
	ByMessage LearnedBy = "message" // or by another notification
	ByInvoke  LearnedBy = "invoke"
	ByDefault LearnedBy = "default" // somebody else's in the organization, or the channel's, for somebody never met
)

// IsPerson reports whether the record is of one person, rather than of a conversation of several or an organization.
func (r Record) IsPerson() bool {
	return r.Key.UserID != "" || !isShared(r.Reference) && !r.Key.isTenant()
}

// Reachable reports whether there is no reason known why a message would not arrive: the bot was not removed, and
// the channel did not refuse its last message for good. What an organization's record says counts besides; see [Members].
func (r Record) Reachable() bool { return r.Install.State != Removed && r.Reach.State == ReachOK }

// Locale returns the language to address the recipient in, as a BCP 47 tag: the one that was chosen, else that of their
// client, else "".
func (r Record) Locale() string { return cmp.Or(r.Preferences.Locale, r.Reference.Locale) }

// Location returns the time zone of a person: that of their client by its name, else by its offset, else UTC.
func (r Record) Location() *time.Location {
	if r.Person.TimeZone != "" {
		if zone, err := time.LoadLocation(r.Person.TimeZone); err == nil {
			return zone
		}
	}
	if r.Person.UTCOffset != 0 {
		return time.FixedZone("", r.Person.UTCOffset*60)
	}
	return time.UTC
}

// hasAddress tells a remembered recipient from a record that is new, or of an organization.
func (r Record) hasAddress() bool {
	return r.Reference.User.ID != "" || r.Reference.Conversation.ID != ""
}

// ids returns what a person may be named by; elements may be empty.
func (r Record) ids() [3]string {
	if !r.IsPerson() {
		return [3]string{} // the user of a place is who wrote last
	}
	return [3]string{r.Key.UserID, r.Reference.User.ID, r.Reference.User.AADObjectID}
}

// isNamed reports whether the record is of the person with that id.
func (r Record) isNamed(id string) bool {
	ids := r.ids()
	return id != "" && slices.ContainsFunc(ids[:], func(own string) bool { return guid.Fold(own) == guid.Fold(id) })
}
