package teams_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestMemberOf(t *testing.T) {
	t.Parallel()
	var account schema.ChannelAccount
	require.NoError(t, account.UnmarshalJSON(golden(t, "member.json")))
	m := teams.MemberOf(account)
	require.Equal(t, "29:1kQ7adaLovelaceExample00", m.ID)
	require.Equal(t, "5d0f7b5e-3a41-4a6e-8a5b-0c9d8e7f6a50", m.AADObjectID)
	require.Equal(t, "8f1c2a4e-0b7d-4f6e-9c35-1d2e3f405162", m.TenantID)
	require.Equal(t,
		[]string{"Ada", "Lovelace", "Ada.Lovelace@works.example.com", "ada@works.example.com", "user"},
		[]string{m.GivenName, m.Surname, m.Email, m.UserPrincipalName, m.UserRole})
	require.Empty(t, account.AADObjectID, "the account itself does not change")

	written, err := json.Marshal(m)
	require.NoError(t, err)
	var again teams.Member
	require.NoError(t, json.Unmarshal(written, &again))
	require.Equal(t, m, again)
	require.Error(t, json.Unmarshal([]byte(`{"id":5}`), &again))
}

func TestMemberOfOtherShapes(t *testing.T) {
	t.Parallel()
	require.Zero(t, teams.MemberOf(schema.ChannelAccount{}))
	odd := teams.MemberOf(schema.ChannelAccount{AADObjectID: "new", Extra: map[string]json.RawMessage{
		"objectId": json.RawMessage(`"old"`), "email": json.RawMessage(`null`), "surname": json.RawMessage(`5`), "givenName": nil,
	}})
	require.Equal(t, "new", odd.AADObjectID, "the newer name wins")
	require.Empty(t, odd.Email+odd.Surname+odd.GivenName)
}
