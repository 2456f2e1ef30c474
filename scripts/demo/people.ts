// The people of the demonstration: forty neighbours, none of them real.

export interface DemoPerson {
  handle: string
  name: string
  bio: string
}

const table: [string, string, string][] = [
  ['mira', 'Mira Kessler', 'Keeps the keys of the reading room. Reads slowly, answers late.'],
  ['tomas_w', 'Tomás Wierzbicki', 'Carpenter. If it wobbles, bring it on Thursday.'],
  ['juno', 'Juno Adeyemi', 'Takes the minutes so that you need not remember.'],
  ['old_bell', 'Henrike Bell', 'Alto. Forty years in the choir and still early.'],
  ['pavel', 'Pavel Novotny', 'Bicycles, mostly other people’s.'],
  ['salma', 'Salma Rahimi', 'Sourdough, school runs, and a balcony full of tomatoes.'],
  ['ferry_jo', 'Jo Lindqvist', 'I work on the ferry. Yes, it is late.'],
  ['noor', 'Noor Haddad', 'Librarian. Overdue is a state of mind.'],
  ['gus', 'Gus Marchetti', 'Retired from the post office, not from walking.'],
  ['wren', 'Wren Okafor', 'Birds of the harbour, one sketch a day.'],
  ['isolde', 'Isolde Brandt', 'Teaches physics to people who would rather have lunch.'],
  ['kofi', 'Kofi Mensah', 'Runs the repair café. Soldering iron always warm.'],
  ['lotte', 'Lotte de Vries', 'Allotment 14. Come for the beans, stay for the gossip.'],
  ['yusuf', 'Yusuf Demir', 'Bakery on the corner. Up when you are asleep.'],
  ['marit', 'Marit Solheim', 'Swims all year. Not brave, just stubborn.'],
  ['teo', 'Teo Ferrante', 'Sound engineer of the community radio, 97.4.'],
  ['aunt_ro', 'Rosalind Pike', 'Everybody’s aunt. Knits in meetings.'],
  ['bashir', 'Bashir Karimi', 'Chess on Tuesdays, tea always.'],
  ['elin', 'Elin Forsberg', 'Nurse on nights. Please feed my cat if I forget.'],
  ['dov', 'Dov Perlman', 'Old maps, older jokes.'],
  ['camille', 'Camille Roux', 'Cargo bike, two kids, no brakes on the mouth.'],
  ['hana', 'Hana Sato', 'Ceramics. Half of it survives.'],
  ['piet', 'Piet Bakker', 'Beekeeper on the library roof.'],
  ['zadie', 'Zadie Grant', 'Seventeen, school paper, will quote you.'],
  ['ilya', 'Ilya Petrov', 'Fixes clocks. Always late, the irony is noted.'],
  ['fern', 'Fern Gallagher', 'Tide pools and the things that live in them.'],
  ['ambrose', 'Ambrose Quill', 'Local history. Ask me about the tram.'],
  ['rukmini', 'Rukmini Iyer', 'Allotment 9, curry leaves under glass.'],
  ['sten', 'Sten Halvorsen', 'Harbour master. The answer is no, but ask.'],
  ['priya', 'Priya Nair', 'Doctor, runner, reluctant treasurer.'],
  ['otto', 'Otto Winkler', 'Brass band, third horn, first to the buffet.'],
  ['nell', 'Nell Abernathy', 'Puppet theatre in a shed that should not stand.'],
  ['rafa', 'Rafael Ortiz', 'Plays the square on Saturdays. Guitar, hat, hope.'],
  ['maeve', 'Maeve Dunne', 'Writes letters to the council for a hobby.'],
  ['linus_k', 'Linus Krantz', 'Keeps the website of the sailing club afloat.'],
  ['bo', 'Bo Anders', 'Dog walker. Seven leads, two hands.'],
  ['sunniva', 'Sunniva Berg', 'Weaver. The loom is bigger than the flat.'],
  ['amadou', 'Amadou Diallo', 'Coach of the under-twelves. We lost, and well.'],
  ['greta_m', 'Greta Meyer', 'Stargazer. Turns off your porch light.'],
  ['finn', 'Finn O’Hara', 'New here. Be gentle.'],
]

export const people: DemoPerson[] = table.map(([handle, name, bio]) => ({ handle, name, bio }))
