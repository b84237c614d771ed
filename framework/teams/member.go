package teams

import (
	"github.com/convobot/convo/framework/schema"
)

// Member is a member of a conversation in Teams: the account, and what Teams says of the person. Personal data may be
// missing, for guests and where the organization withholds it. Its JSON is the account's, whose Extra has all that was sent.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.teamschannelaccount
type Member struct {
	schema.ChannelAccount

	GivenName         string
	Surname           string
	Email             string
	UserPrincipalName string
	UserRole          string // user, guest or anonymous
}

// MemberOf reads a member that the connector returned. A Microsoft Entra object id under its older name, objectId, is
// taken over; what is absent or no text stays empty.
func MemberOf(account schema.ChannelAccount) Member {
	text := func(name string) string {
		value, _ := schema.As[string](account.Extra[name])
		return value
	}
	if account.AADObjectID == "" {
		account.AADObjectID = text("objectId")
	}
	return Member{
		ChannelAccount:    account,
		GivenName:         text("givenName"),
		Surname:           text("surname"),
		Email:             text("email"),
		UserPrincipalName: text("userPrincipalName"),
		UserRole:          text("userRole"),
	}
}

// UnmarshalJSON reads an account and what [MemberOf] finds in it.
func (m *Member) UnmarshalJSON(data []byte) error {
	var account schema.ChannelAccount
	if err := account.UnmarshalJSON(data); err != nil {
		return err
	}
	*m = MemberOf(account)
	return nil
}
