package world

import (
	"net/http"
	"strconv"
	"strings"
)

// Page sizes of [World]'s member lists, and how many are listed without pages.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
// Spec: https://learn.microsoft.com/microsoftteams/platform/resources/team-chat-member-api-changes
const (
	minPage     = 50
	defaultPage = 200
	maxPage     = 500
	maxListed   = 10_000
)

// member is a person as the connector's member routes tell of them; the bot itself is never listed.
type member struct {
	ID                string `json:"id"`
	Name              string `json:"name"`
	ObjectID          string `json:"objectId,omitempty"`    // instead of aadObjectId where Teams still says so
	AADObjectID       string `json:"aadObjectId,omitempty"` // in Microsoft Entra
	GivenName         string `json:"givenName"`
	Surname           string `json:"surname,omitempty"`
	Email             string `json:"email"`
	UserPrincipalName string `json:"userPrincipalName"`
	TenantID          string `json:"tenantId"`
	UserRole          string `json:"userRole"`
}

type memberPage struct {
	Members           []member `json:"members"`
	ContinuationToken string   `json:"continuationToken,omitempty"`
}

func (w *World) member(p Person) member {
	given, surname, _ := strings.Cut(p.Name, " ")
	m := member{
		ID: p.ID, Name: p.Name, AADObjectID: p.AADObjectID, GivenName: given, Surname: surname,
		Email: w.mail(p), UserPrincipalName: w.principalName(p), TenantID: p.TenantID, UserRole: "user",
	}
	if p.Guest {
		m.UserRole = "guest"
	}
	return m
}

// listMembers answers with everybody at once, or as many as Teams lists at once, with the ids in the older member.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-members
func (w *World) listMembers(c call) (int, any, *refusal) {
	where, problem := w.rosterOf(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	members := w.everybody(where.roster)
	for i := range members {
		members[i].ObjectID, members[i].AADObjectID = members[i].AADObjectID, ""
	}
	return http.StatusOK, members, nil
}

// getMember answers with one member, asked for by id, Entra object id or user principal name.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-member
func (w *World) getMember(c call) (int, any, *refusal) {
	where, problem := w.rosterOf(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	p, ok := w.memberOf(where, c.member)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "MemberNotFoundInConversation", "Member not found in conversation")
	}
	return http.StatusOK, w.member(p), nil
}

// rosterOf finds a conversation whose members the bot may ask for now.
func (w *World) rosterOf(conversationID string) (*place, *refusal) {
	where, _, problem := w.reachable(conversationID)
	if problem != nil {
		return nil, problem
	}
	return where, w.spend(&where.spent().members, w.limits.Members)
}

func (w *World) memberOf(where *place, id string) (Person, bool) {
	if p, ok := w.person(id); ok {
		return p, where.roster.has(p)
	}
	for _, joined := range w.joined {
		if p := w.people[joined]; strings.EqualFold(id, w.principalName(p)) && where.roster.has(p) {
			return p, true
		}
	}
	return w.byPrincipalName(where.roster, id)
}

// pageMembers answers with one page. The continuation token is where the next one begins.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-paged-members
func (w *World) pageMembers(c call) (int, any, *refusal) {
	where, problem := w.rosterOf(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	size, sizeErr := number(c.query.Get("pageSize"), defaultPage)
	start, tokenErr := number(c.query.Get("continuationToken"), 0)
	if sizeErr != nil || tokenErr != nil {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "pageSize or continuationToken is not valid")
	}
	people, next := w.peopleFrom(where.roster, start, min(max(size, minPage), maxPage))
	page := memberPage{Members: w.members(people)}
	if next > 0 {
		page.ContinuationToken = strconv.Itoa(next)
	}
	return http.StatusOK, page, nil
}

// everybody is who is in a roster, as far as Teams lists them at once.
func (w *World) everybody(r *roster) []member {
	people, _ := w.peopleFrom(r, 0, maxListed)
	return w.members(people)
}

func (w *World) members(people []Person) []member {
	members := make([]member, 0, len(people))
	for _, p := range people {
		members = append(members, w.member(p))
	}
	return members
}

func number(text string, absent int) (int, error) {
	if text == "" {
		return absent, nil
	}
	return strconv.Atoi(text)
}
