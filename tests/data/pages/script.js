// shown on the summer page
export const ideas = [
  {
    title: "Tram arrival predictor",
    mentors: ["Zoe Kahn", "Abe Wolfe"],
    size: "350 hours",
    difficulty: "hard",
    skills: ["Python", "SQL"],
    description: "Trams are late in patterns. Learn them; it's fun.",
  },
  {
    title: 'Ticket design editor',
    mentors: ["Abe Wolfe"],
    size: "175 hours",
    difficulty: "medium",
    skills: ["TypeScript"],
    description: "Let the city draw its own tickets.",
  },
  {
    title: "Stop sign inventory",
    mentors: ["Zoe Kahn"],
    size: "90 hours",
    difficulty: "easy",
    skills: ["PHP"],
    description: "Which signs are missing?",
  },
];

export default ideas;
