/** What bots say in a chat. */
export const GREETINGS = ['hello', 'hi all', 'good morning', 'hey, who is here?', 'hi 👋', 'evening everybody'] as const

export const TALK = [
  'what are you all up to?',
  'I have read about that today, and still do not get it',
  'the weather is lovely here',
  'did anybody see the game yesterday?',
  'brb, coffee',
  'back again',
  'my cat is on the keyboard',
  'does this keep what we say when the server is restarted? I think it does',
  'I am thinking of painting the kitchen green. or yellow. or, now that I see it written down, not at all, because then the hall would have to follow',
  'look at https://example.org/ when you have a minute',
  'one\ntwo\nthree',
  'grüße aus köln',
  'has anybody seen user:1?',
  'it is quiet today',
  'lunch?',
  'so, where were we?',
] as const

export const REPLIES = [
  'yes',
  'no idea',
  'I think so too',
  'haha',
  'really?',
  'oh, that is a good one',
  'why?',
  'same here',
  'let me think about that for a while',
  'could be, but I would not bet on it',
  '🙂',
  'sure',
  'later maybe',
] as const

/** What bots say while they can't think of the word. */
export const MUSINGS = ['no idea', 'hm', 'a thing?', 'what is that supposed to be', 'more lines please', 'oh!'] as const

/** What bots who know the word say to each other. */
export const ASIDES = ['that was easy', 'nice drawing', 'took me a while', 'they will never get it'] as const
