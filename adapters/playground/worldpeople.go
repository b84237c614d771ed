package playground

import (
	"strings"
	"time"

	"github.com/convobot/convo/adapters/world"
)

// byNobody is how one of them happens.
type byNobody func(w *world.World, in deed) (done, error)

// ofOrganization returns what happens to the organization's people, by the name in Do. Nobody in particular does it, and the
// bot is not told.
func ofOrganization() map[string]byNobody {
	return map[string]byNobody{
		"addPerson":    addPerson,
		"addCrowd":     addCrowd,
		"renamePerson": renamePerson,
		"removePerson": func(w *world.World, in deed) (done, error) {
			one, err := theOne(w, in)
			if err != nil {
				return done{}, err
			}
			return done{}, w.RemovePerson(one.ID)
		},
		"unreachable": func(w *world.World, in deed) (done, error) {
			one, err := theOne(w, in)
			if err == nil {
				w.Unreachable(one)
			}
			return done{}, err
		},
		"reachable": func(w *world.World, in deed) (done, error) {
			one, err := theOne(w, in)
			if err == nil {
				w.Reachable(one)
			}
			return done{}, err
		},
	}
}

func addPerson(w *world.World, in deed) (done, error) {
	if in.Name == "" {
		return done{}, badRequest("a person needs a name")
	}
	if _, err := time.LoadLocation(in.TimeZone); err != nil {
		return done{}, badRequest("the time zone %q is not known here; it is a name such as Europe/Berlin", in.TimeZone)
	}
	one := w.AddPerson(world.Person{
		Name: in.Name, Locale: in.Locale, TimeZone: in.TimeZone, Guest: in.Guest, TenantID: tenantID(w, in.Tenant),
	})
	return done{ID: one.ID}, nil
}

// tenantID returns the id of an organization by its name, and founds it if there is none.
func tenantID(w *world.World, name string) string {
	if name == "" {
		return w.TenantID()
	}
	for _, t := range w.Tenants() {
		if strings.EqualFold(t.Name, name) {
			return t.ID
		}
	}
	return w.AddTenant(name)
}

func addCrowd(w *world.World, in deed) (done, error) {
	crowd, err := w.AddCrowd(in.In, in.Name, in.Count)
	if err != nil {
		return done{}, err
	}
	return done{ID: crowd.Person(0).ID}, nil
}

func renamePerson(w *world.World, in deed) (done, error) {
	one, err := theOne(w, in)
	if err != nil {
		return done{}, err
	}
	_, err = w.RenamePerson(one.ID, in.Name)
	return done{ID: one.ID}, err
}

// theOne returns the person whom a deed is about.
func theOne(w *world.World, in deed) (world.Person, error) {
	if len(in.People) != 1 {
		return world.Person{}, badRequest("choose one person")
	}
	one, ok := w.Person(in.People[0])
	if !ok {
		return world.Person{}, badRequest("there is no person %q", in.People[0])
	}
	return one, nil
}
