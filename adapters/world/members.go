package world

import (
	"net/http"
	"strconv"
	"strings"
)

// Page sizes of [World]'s member lists.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
const (
	minPage     = 50
	defaultPage = 200
	maxPage     = 500
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

func (w *World) member(personID string) member {
	p := w.people[personID]
	given, surname, _ := strings.Cut(p.Name, " ")
	mail := strings.ToLower(strings.ReplaceAll(p.Name, " ", ".")) + "@teams.example"
	return member{
		ID: p.ID, Name: p.Name, AADObjectID: p.AADObjectID,
		GivenName: given, Surname: surname, Email: mail, UserPrincipalName: mail,
		TenantID: w.tenantID, UserRole: "user",
	}
}

// listMembers answers with everybody at once, with the ids in the older member.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-members
func (w *World) listMembers(c call) (int, any, *refusal) {
	where, _, problem := w.reachable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	members := w.members(where.roster.people)
	for i := range members {
		members[i].ObjectID, members[i].AADObjectID = members[i].AADObjectID, ""
	}
	return http.StatusOK, members, nil
}

// getMember answers with one member, asked for by id, Entra object id or user principal name.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-member
func (w *World) getMember(c call) (int, any, *refusal) {
	where, _, problem := w.reachable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	p, ok := w.memberOf(where, c.member)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "MemberNotFoundInConversation", "Member not found in conversation")
	}
	return http.StatusOK, w.member(p.ID), nil
}

func (w *World) memberOf(where *place, id string) (Person, bool) {
	for _, personID := range where.roster.people {
		if p := w.people[personID]; id == p.ID || id == p.AADObjectID || strings.EqualFold(id, w.member(p.ID).UserPrincipalName) {
			return p, true
		}
	}
	return Person{}, false
}

// pageMembers answers with one page. The continuation token is where the next one begins.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversation-paged-members
func (w *World) pageMembers(c call) (int, any, *refusal) {
	where, _, problem := w.reachable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	size, sizeErr := number(c.query.Get("pageSize"), defaultPage)
	start, tokenErr := number(c.query.Get("continuationToken"), 0)
	if sizeErr != nil || tokenErr != nil {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "pageSize or continuationToken is not valid")
	}
	people := where.roster.people
	start = min(max(start, 0), len(people))
	end := min(start+min(max(size, minPage), maxPage), len(people))
	page := memberPage{Members: w.members(people[start:end])}
	if end < len(people) {
		page.ContinuationToken = strconv.Itoa(end)
	}
	return http.StatusOK, page, nil
}

func (w *World) members(ids []string) []member {
	members := make([]member, 0, len(ids))
	for _, id := range ids {
		members = append(members, w.member(id))
	}
	return members
}

func number(text string, absent int) (int, error) {
	if text == "" {
		return absent, nil
	}
	return strconv.Atoi(text)
}
