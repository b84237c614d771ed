// Package state keeps values for a bot between turns: of a conversation, of a user, or of a user in a conversation.
//
// A [State] is made of a [Storage], such as a database's; its properties have types, and the bot is wrapped in
// [State.AutoSave]:
//
//	s := state.New(db.State())
//	count := state.NewProperty[int](s.Conversation(), "count")
//
//	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
//		n, err := count.Get(ctx, turn)
//		if err != nil {
//			return err
//		}
//		return errors.Join(count.Set(ctx, turn, n+1), turn.SendText(ctx, fmt.Sprint(n+1)))
//	})
//	framework.Chain(&bot, s.AutoSave)
//
// # When it is read and stored
//
// The first property that a turn touches has everything read that the turn may need, at once. When the handler has
// returned, what it changed is stored, at once too, all or nothing; what it changed back is no change. If it returned an
// error, nothing is stored.
//
// # Two at the same time
//
// Messages of one conversation run one after the other, in one process. Invokes, one person in two conversations, and
// processes that share a database run beside each other. Then nobody overwrites what they have not read: if two turns
// change the same property, the second to be saved fails with a [*ConflictError], and stores nothing. Where that is to be
// expected, change the property with [Property.Update], which reads it afresh and tries again.
//
// Properties are compared one by one, so two that must agree belong together in one: that others have changed another
// property of the same conversation does not fail a turn. To let the last writer win all the
// same, write to the storage with [AnyETag].
//
// # Whose it is
//
// Every scope has one item in the storage, under a [Key] that begins with the bot's app id and the channel:
//
//	Conversation  app/msteams/conversations/19:abc@thread.tacv2;messageid=17
//	Root          app/msteams/conversations/19:abc@thread.tacv2/items/root
//	User          app/msteams/users/0a1b2c3d-0000-4000-8000-00000000000a
//	Private       app/msteams/conversations/19:abc@thread.tacv2;messageid=17/users/0a1b2c3d-0000-4000-8000-00000000000a
//
// The organization is no part of the key: ids differ between organizations anyway, and somebody who is a guest in one
// conversation would have another state there.
//
// The item is a JSON object with the properties by name. Those that the program does not know stay in it as they are. In
// the value of a property that the program does know and changes, there is afterwards what its type has.
//
// # Coming from botbuilder
//
// The habits of Microsoft's botbuilder for JavaScript, and what to write here:
//
//	botbuilder                                     Convo
//
//	new MemoryStorage()                            memory.NewState(nil); db.State() for a database
//	new ConversationState(storage)                 s := state.New(storage), once; then s.Conversation()
//	new UserState(storage)                         s.User()
//	new PrivateConversationState(storage)          s.Private()
//	scope.createProperty('name')                   state.NewProperty[T](scope, "name")
//	adapter.use(new AutoSaveStateMiddleware(...))  framework.Chain(&bot, s.AutoSave)
//	scope.load(context)                            nothing, the first property that is touched loads all
//	scope.saveChanges(context)                     nothing, AutoSave does; s.Save(ctx, turn) to do it earlier
//	scope.saveChanges(context, true)               storage.Write with the item's ETag, or state.AnyETag
//	scope.clear(context)                           scope.Clear(ctx, turn)
//	scope.delete(context)                          scope.Delete(ctx, turn)
//	scope.getStorageKey(context)                   scope.Key(turn)
//	property.get(context)                          property.Get(ctx, turn): the zero T if there is none
//	property.get(context, value)                   property.GetOr(ctx, turn, value)
//	value.field = x                                the same, if T is a pointer or a map; else property.Set
//	property.set(context, value)                   property.Set(ctx, turn, value)
//	property.delete(context)                       property.Delete(ctx, turn)
//	storage.read(keys)                             storage.Read(ctx, keys...)
//	storage.write({ key: { eTag: '*', ... } })     storage.Write with state.AnyETag
//	storage.write({ key: { ... } })                the same: without an ETag, Write creates and does not overwrite
//	storage.delete(keys)                           storage.Delete(ctx, keys...)
//	catch (e) { if (/eTag conflict/.test(e)) }     errors.Is(err, state.ErrConflict)
//	read, change, write, again on a conflict       property.Update(ctx, turn, change); state.Update(ctx, storage, key, change)
//
// Each row is a test of that name.
package state
