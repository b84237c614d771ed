package state

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/convobot/convo/framework"
)

// Property is a value of a scope, kept as the JSON that encoding/json makes of a T. Make one with [NewProperty], once,
// and share it: it is safe for concurrent use.
//
// The first use of any property in a turn reads all scopes that have properties, in one Read. What a turn has read of a
// property stays as it was read, until the turn changes or updates it. A nil pointer, map or slice is no value: to set it
// is to delete the property.
type Property[T any] struct {
	scope *Scope
	name  string
}

// NewProperty returns the scope's property with that name. It panics if the name is empty or not UTF-8, or is that of
// another property of the scope, whose values it would take for its own.
func NewProperty[T any](scope *Scope, name string) *Property[T] {
	scope.state.register(scope, name)
	return &Property[T]{scope: scope, name: name}
}

// Get returns the property's value, the zero T if it has none. If T is a pointer or a map, what is changed in it is
// saved at the turn's end as if it was set; goroutines of one turn that do so must not do it at the same time, nor while
// the turn is saved.
//
// The errors of Get and of the other methods are [ErrNoAutoSave], [ErrTurnEnded], a [*MissingIDError], a [*ValueError]
// if what is stored does not fit T, and the storage's.
func (p *Property[T]) Get(ctx context.Context, turn *framework.TurnContext) (T, error) {
	return p.get(ctx, turn, nil)
}

// GetOr is Get for a property that has a value from then on: if it has none, it is set to value.
func (p *Property[T]) GetOr(ctx context.Context, turn *framework.TurnContext, value T) (T, error) {
	return p.get(ctx, turn, &value)
}

// get returns the value, or that of or, which it sets the property to; or may be nil.
func (p *Property[T]) get(ctx context.Context, turn *framework.TurnContext, or *T) (value T, err error) {
	err = p.scope.state.inTurn(ctx, turn, p.scope, func(it *item) error {
		met, err := it.met(p.name, func(of ValueError, stored json.RawMessage) (any, error) {
			value, err := decode[T](of, stored)
			return &value, err
		})
		if err != nil {
			return err
		}
		if met != nil {
			if held, ok := met.value.(*T); ok {
				value = *held
				return nil
			}
		}
		if or != nil {
			value = *or
			p.set(it, or)
		}
		return nil
	})
	return value, err
}

func (p *Property[T]) set(it *item, value *T) {
	if isNil(value) {
		it.set(p.name, nil)
		return
	}
	it.set(p.name, value)
}

// Set gives the property a value, which is saved at the turn's end.
func (p *Property[T]) Set(ctx context.Context, turn *framework.TurnContext, value T) error {
	return p.scope.state.inTurn(ctx, turn, p.scope, func(it *item) error {
		p.set(it, &value)
		return nil
	})
}

// Delete leaves the property without a value, from the turn's end on.
func (p *Property[T]) Delete(ctx context.Context, turn *framework.TurnContext) error {
	return p.scope.state.inTurn(ctx, turn, p.scope, func(it *item) error {
		it.set(p.name, nil)
		return nil
	})
}

// Update changes the property at once, whatever becomes of the turn: it reads the value afresh, the zero T if there is
// none, calls change with it, and stores what change made of it. If others have written meanwhile it does that again, as
// the function [Update] does. It is for handlers that run beside others on the same state, such as those of invokes, and
// for goroutines that outlive the turn; it needs no [State.AutoSave].
//
// The turn goes on with the new value; a pointer or map that Get returned before is no longer the property's. A change of
// the property that the turn has not saved is [ErrUnsaved].
func (p *Property[T]) Update(ctx context.Context, turn *framework.TurnContext, change func(*T) error) error {
	key, err := p.scope.Key(turn)
	if err != nil {
		return err
	}
	cached, inTurn := p.scope.state.turns.Get(turn)
	if inTurn {
		if err := cached.refuseUnsaved(p.scope, p.name); err != nil {
			return err
		}
	}
	var after json.RawMessage
	err = swap(ctx, p.scope.state.storage, key.String(), func(stored Item) (json.RawMessage, error) {
		members, err := membersOf(p.scope, key.String(), stored)
		if err != nil {
			return nil, err
		}
		before := members[p.name]
		after, err = revise(ValueError{Key: key.String(), Scope: p.scope.name, Property: p.name}, before, change)
		if err != nil || bytes.Equal(before, after) {
			return stored.Value, err
		}
		return itemOf(key.String(), withMember(members, p.name, after))
	})
	if err == nil && inTurn {
		cached.adopt(p.scope, p.name, after)
	}
	return err
}
