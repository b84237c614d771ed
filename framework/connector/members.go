package connector

import (
	"context"
	"iter"
	"net/http"
	"strconv"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// MembersPage is a part of a conversation's members.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#pagedmembersresult-object
type MembersPage struct {
	ContinuationToken string                  `json:"continuationToken"` // of the next page; "" on the last
	Members           []schema.ChannelAccount `json:"members"`
}

// Members returns all members of a conversation at once. What a channel says about a member beyond the fields of
// [schema.ChannelAccount], such as Teams' email, is in Extra. In Teams, use [Client.AllMembers]: it limits this route
// to 5 requests a minute, and the answer to a large team is more than the 1 MiB that is read.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-members
func (c *Client) Members(ctx context.Context, conversationID string) ([]schema.ChannelAccount, error) {
	from := conversationRoute(c, conversationID).path("/members")
	members, err := call[[]schema.ChannelAccount](ctx, c, "list members", http.MethodGet, from, nil)
	setObjectIDs(members)
	return members, err
}

// Member returns one member of a conversation. In Teams, memberID may also be a Microsoft Entra object id. Nobody of
// that id is a [framework.ChannelError] with code MemberNotFoundInConversation.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
func (c *Client) Member(ctx context.Context, conversationID, memberID string) (schema.ChannelAccount, error) {
	from := memberRoute(c, conversationID, memberID)
	member, err := call[schema.ChannelAccount](ctx, c, "get member", http.MethodGet, from, nil)
	setObjectID(&member)
	return member, err
}

// DeleteMember removes a member from a conversation.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#delete-conversation-member
func (c *Client) DeleteMember(ctx context.Context, conversationID, memberID string) error {
	_, err := c.do(ctx, "delete member", http.MethodDelete, memberRoute(c, conversationID, memberID), nil)
	return err
}

// PagedMembers returns one page of a conversation's members: the first if continuationToken is empty. A pageSize of 0
// leaves the size to the channel; Teams takes 50 to 500.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-paged-members
func (c *Client) PagedMembers(ctx context.Context, conversationID string, pageSize int, continuationToken string) (MembersPage, error) {
	from := conversationRoute(c, conversationID).path("/pagedmembers")
	if pageSize > 0 {
		from.query("pageSize", strconv.Itoa(pageSize))
	}
	from.query("continuationToken", continuationToken)
	page, err := call[MembersPage](ctx, c, "list members", http.MethodGet, from, nil)
	setObjectIDs(page.Members)
	return page, err
}

// AllMembers returns the members of all pages of [Client.PagedMembers], fetching a page when it is reached. After an
// error it ends.
func (c *Client) AllMembers(ctx context.Context, conversationID string) iter.Seq2[schema.ChannelAccount, error] {
	return allPages(func(token string) ([]schema.ChannelAccount, string, error) {
		page, err := c.PagedMembers(ctx, conversationID, 0, token)
		return page.Members, page.ContinuationToken, err
	})
}

func memberRoute(c *Client, conversationID, memberID string) *route {
	return conversationRoute(c, conversationID).path("/members").id("member", memberID)
}

func setObjectIDs(members []schema.ChannelAccount) {
	for i := range members {
		setObjectID(&members[i])
	}
}

// setObjectID sets AADObjectID from its older name, which some channels still send alone.
func setObjectID(m *schema.ChannelAccount) {
	if old, ok := m.Extra["objectId"]; ok && m.AADObjectID == "" {
		_ = wire.Unmarshal(old, &m.AADObjectID) // what is not a string is no object id
	}
}
