package world

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Teams documents no limits of its own.
const (
	maxBatches = 100       // that are remembered
	maxEntries = 10_000    // of one to some
	maxReached = 1_000_000 // people of one to a team or to everybody, which may be a crowd
	failedPage = 50        // entries
)

// batches are the messages to many that the bot asked for.
type batches struct {
	paused bool
	known  []*batch // the oldest first
}

// batch is one message to many.
type batch struct {
	id        string
	kind      string // users, tenant, team or channels
	tenant    string
	message   *schema.Activity
	left      *roster // ids of those it was not tried with; nil if there are none
	total     int
	cancelled bool
	statuses  map[string]int
	failed    []teams.BatchFailedEntry
}

// PauseBatches has the bot's messages to many stay where they are, ongoing, until [World.ResumeBatches]. Without it they
// are complete when they are accepted.
func (w *World) PauseBatches() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.batches.paused = true
}

// ResumeBatches has the bot's messages to many go on to their end.
func (w *World) ResumeBatches() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.batches.paused = false
	for _, b := range w.batches.known {
		w.runBatch(b)
	}
}

func (w *World) batchRoutes(base string) []route {
	return []route{
		{method: http.MethodPost, path: base + "/{kind:(?:users|tenant|team|channels)/?}", do: w.startBatch, limit: maxBulk},
		{method: http.MethodGet, path: base + "/{operation}", do: w.batchState},
		{method: http.MethodDelete, path: base + "/{operation}", do: w.cancelBatch},
		{method: http.MethodGet, path: base + "/failedentries/{operation}", do: w.batchFailed},
	}
}

// batchRequest asks for a message to many. Nothing else of it is documented, nor are limits.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.connector.teams.teamsoperations
type batchRequest struct {
	Activity json.RawMessage `json:"activity"`
	TenantID string          `json:"tenantId"`
	TeamID   string          `json:"teamId"`
	Members  []struct {
		ID string `json:"id"`
	} `json:"members"`
}

func (w *World) startBatch(c call) (int, any, *refusal) {
	var request batchRequest
	if problem := decode(c.body, &request); problem != nil {
		return 0, nil, problem
	}
	if _, known := w.tenant(request.TenantID); !known {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "tenantId is not that of an organization")
	}
	if len(request.Activity) > maxBody {
		return 0, nil, refuse(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", "Message size too large: more than %d bytes", maxBody)
	}
	message, problem := readActivity(request.Activity)
	if problem != nil {
		return 0, nil, problem
	}
	if message.Type != schema.TypeMessage {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "The activity is no message")
	}
	if len(request.Members) > maxEntries {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "members has more than %d entries", maxEntries)
	}
	b := &batch{
		id: uuid(w.next()), kind: strings.TrimSuffix(c.vars["kind"], "/"), tenant: request.TenantID, message: message, statuses: make(map[string]int),
	}
	if b.left, problem = w.audience(b.kind, request); problem != nil {
		return 0, nil, problem
	}
	if b.total = b.left.count(); b.total > maxReached {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "The message is for more than %d people", maxReached)
	}
	if len(w.batches.known) == maxBatches {
		w.batches.known = slices.Delete(w.batches.known, 0, 1)
	}
	w.batches.known = append(w.batches.known, b)
	w.runBatch(b)
	return http.StatusCreated, map[string]string{"operationId": b.id}, nil
}

// audience returns the ids of those whom the message is for.
func (w *World) audience(kind string, request batchRequest) (*roster, *refusal) {
	var ids []string
	switch kind {
	case "tenant":
		return w.everyone(request.TenantID), nil
	case "team":
		general, problem := w.teamOf(call{vars: map[string]string{"team": request.TeamID}})
		if problem != nil {
			return nil, problem
		}
		if general.team.tenant != request.TenantID {
			return nil, refuse(http.StatusBadRequest, "BadArgument", "tenantId is not the team's organization")
		}
		return general.roster.clone(), nil
	default:
		for _, m := range request.Members {
			ids = append(ids, m.ID)
		}
		if ids == nil {
			return nil, refuse(http.StatusBadRequest, "BadArgument", "members is empty")
		}
	}
	return &roster{people: ids}, nil
}

// runBatch posts the message to those who are left.
func (w *World) runBatch(b *batch) {
	if w.batches.paused || b.cancelled {
		return
	}
	if b.left == nil {
		return
	}
	for _, id := range b.left.from(0) {
		status, problem := w.deliverBatch(b, id)
		if problem != nil {
			status = problem.status
			b.failed = append(b.failed, teams.BatchFailedEntry{
				ID: id, Error: fmt.Sprintf("%d %s: %s", problem.status, problem.code, problem.message),
			})
		}
		b.statuses[strconv.Itoa(status)]++
	}
	b.left, b.message = nil, nil
}

func (w *World) deliverBatch(b *batch, id string) (int, *refusal) {
	message := *b.message // what is in it is nobody's to change
	var status int
	var problem *refusal
	if b.kind == "channels" {
		status, _, problem = w.createThread(id, &message)
	} else {
		status, _, problem = w.createPersonal(id, &message, b.tenant)
	}
	return status, problem
}

var operationID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func (w *World) batchOf(c call) (*batch, *refusal) {
	id := c.vars["operation"]
	if !operationID.MatchString(id) {
		return nil, refuse(http.StatusBadRequest, "BadSyntax", "The operation id is no GUID")
	}
	i := slices.IndexFunc(w.batches.known, func(b *batch) bool { return b.id == id })
	if i < 0 {
		return nil, refuse(http.StatusNotFound, "NotFound", "There is no such operation")
	}
	return w.batches.known[i], nil
}

// batchState answers how far the message is: ongoing, completed, or cancelled, for which Teams' word is not documented.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.batchoperationstate
func (w *World) batchState(c call) (int, any, *refusal) {
	b, problem := w.batchOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	soFar := maps.Clone(b.statuses) // the answer is written without the lock
	state := teams.BatchOperationState{State: "completed", StatusMap: soFar, TotalEntriesCount: b.total}
	switch {
	case b.cancelled:
		state.State = "cancelled"
	case b.left != nil:
		state.State, state.RetryAfter = "ongoing", w.now()
	}
	return http.StatusOK, state, nil
}

// batchFailed answers with a page of those whom the message did not reach.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.batchfailedentriesresponse
func (w *World) batchFailed(c call) (int, any, *refusal) {
	b, problem := w.batchOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	start, err := number(c.query.Get("continuationToken"), 0)
	if err != nil || start < 0 || start > len(b.failed) {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "continuationToken is not valid")
	}
	end := min(start+failedPage, len(b.failed))
	page := teams.BatchFailedEntries{FailedEntries: b.failed[start:end]}
	if end < len(b.failed) {
		page.ContinuationToken = strconv.Itoa(end)
	}
	return http.StatusOK, page, nil
}

// cancelBatch ends what is ongoing; what is complete stays so.
func (w *World) cancelBatch(c call) (int, any, *refusal) {
	b, problem := w.batchOf(c)
	if problem != nil {
		return 0, nil, problem
	}
	if b.left != nil {
		b.cancelled = true
	}
	return http.StatusOK, nil, nil
}
