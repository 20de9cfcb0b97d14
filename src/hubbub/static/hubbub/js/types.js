// @ts-check
/**
 * The objects and frames of docs/protocol.md, as the scripts know them. Types alone: no browser ever fetches this file.
 * @module
 *
 * @typedef {{id: number, username: string, name: string, bot: boolean}} Person
 * @typedef {{id: number, username: string, name: string, owner: boolean}} Me
 * @typedef {{emoji: string, count: number, users: {id: number, name: string}[]}} Reaction
 * @typedef {{count: number, people: Person[], last: string, number: number}} Replies
 * @typedef {{id: number, name: string, content_type: string, size: number, width: number | null, height: number | null, url: string, thumbnail_url: string | null}} Upload
 * @typedef {"public" | "private" | "direct"} Kind
 * @typedef {"everyone" | "moderators" | "nobody"} Posting
 * @typedef {"owner" | "moderator" | "member"} Role
 *
 * @typedef {object} Message
 * @property {number} number
 * @property {number} rev
 * @property {Person} author
 * @property {string} body
 * @property {string | null} html
 * @property {string} created
 * @property {string | null} edited
 * @property {string | null} deleted
 * @property {number | null} reply_to
 * @property {Reaction[]} reactions
 * @property {number[]} mentions
 * @property {number | null} thread
 * @property {boolean} in_room
 * @property {Replies | null} replies
 * @property {Upload[]} uploads
 * @property {boolean} pinned
 * @property {"" | "all" | "here"} calls
 * @property {"user" | "system"} kind
 * @property {string | null} client_id
 *
 * @typedef {object} RoomState
 * @property {string} room
 * @property {string} title
 * @property {string} topic
 * @property {Kind} kind
 * @property {boolean} archived
 * @property {number} members
 * @property {Role | null} [role]
 * @property {number} number
 * @property {number} shown
 * @property {number} rev
 * @property {Posting} posting
 * @property {Posting} calling
 * @property {number} slow
 * @property {number} welcome
 * @property {number} pins
 *
 * @typedef {"all" | "mentions" | "nothing"} Notify
 *
 * @typedef {object} Summary
 * @property {string} room
 * @property {string} title
 * @property {string} topic
 * @property {Kind} kind
 * @property {boolean} archived
 * @property {number} rev
 * @property {number} number
 * @property {number} shown
 * @property {number} read
 * @property {number} mentions
 * @property {Notify} notify
 * @property {"default" | Notify} notify_choice
 * @property {boolean} muted
 * @property {boolean} favourite
 * @property {number} position
 * @property {Posting} posting
 * @property {number} slow
 * @property {Role | null} role
 * @property {Person[]} people
 * @property {boolean} welcome
 * @property {number} wait
 *
 * @typedef {{notify: Notify, notify_choice: "default" | Notify, muted: boolean, favourite: boolean, position: number, welcome: boolean}} Kept
 * @typedef {{rev: number, number: number, shown: number, mentions: number}} Head
 * @typedef {{room: string, number: number, following: boolean, read: number, last: number}} ThreadMark
 *
 * @typedef {object} Preferences
 * @property {boolean} desktop
 * @property {boolean} sound
 * @property {boolean} push_content
 * @property {string | null} dnd_until
 * @property {string | null} dnd_from
 * @property {string | null} dnd_to
 * @property {string} time_zone
 *
 * @typedef {{type: "hello", protocol: number, epoch: string, me: Me, site: {name: string}, rooms: Summary[], threads: ThreadMark[], saved: Record<string, number[]>, heartbeat: number}} Hello
 * @typedef {{type: "subscribed", room: string, rev: number, reset: boolean, messages: Message[], room_state: RoomState, online: number[]}} Subscribed
 * @typedef {{type: "message", room: string, rev: number, message: Message}} MessageFrame
 * @typedef {{type: "room", room: string, rev: number, room_state: RoomState}} RoomFrame
 * @typedef {{type: "posted", client_id: string, room: string, number: number, rev: number}} Posted
 * @typedef {{type: "typing", room: string, user: {id: number, name: string}}} Typing
 * @typedef {{type: "presence", room: string, joined: number[], left: number[], count: number}} Presence
 * @typedef {{type: "activity", rooms: Record<string, Head>, threads: Record<string, Record<string, number>>}} Activity
 * @typedef {{type: "read", room: string, number: number, mentions: number, back?: boolean}} Read
 * @typedef {{type: "saved", room: string, number: number, saved: boolean}} SavedFrame
 * @typedef {{type: "thread", room: string, number: number, following: boolean, read: number, last: number}} ThreadFrame
 * @typedef {{type: "rooms", added: Summary[], removed: string[]}} Rooms
 * @typedef {{type: "kept", rooms: Record<string, Kept>}} KeptFrame
 * @typedef {{type: "preferences", preferences: Preferences}} PreferencesFrame
 * @typedef {{type: "notice", room: string, data: unknown}} Notice
 * @typedef {{type: "pong"}} Pong
 * @typedef {{type: "error", code: string, message: string, client_id?: string, room?: string, fields?: Record<string, string>, retry_after?: number}} ErrorFrame
 * @typedef {Hello | Subscribed | MessageFrame | RoomFrame | Posted | Typing | Presence | Activity | Read | SavedFrame | ThreadFrame | Rooms | KeptFrame | PreferencesFrame | Notice | Pong | ErrorFrame} Frame
 *
 * @typedef {{type: "subscribe", room: string, since?: number}
 *   | {type: "unsubscribe", room: string}
 *   | {type: "post", room: string, client_id: string, body: string, reply_to?: number, thread?: number, in_room?: boolean, confirmed?: boolean}
 *   | {type: "typing", room: string}
 *   | {type: "read", room: string, number: number}
 *   | {type: "ping"}} Command
 */
export {};
