export const en = {
  create: "New crew",
  change: (name: string) => `Change ${name}`,
  emptyText: "Create the first crew and plan its work.",
  name: "Name",
  leader: "Leader",
  color: "Colour in the schedule",
  notes: "Notes",
  back: "All crews",
  members: "Members",
  addMember: "Add a member",
  noMembers: "Nobody is in this crew yet.",
  phone: "Phone",
  isLeader: "Leads the crew",
  skills: "Skills",
  skillsHint: "Press Enter after each skill.",
  vehicles: "Vehicles",
  addVehicle: "Add a vehicle",
  noVehicles: "This crew has no vehicle yet.",
  plate: "Plate",
  saved: (name: string) => `“${name}” was saved.`,
  removed: (name: string) => `“${name}” was deleted.`,
  changeRow: (name: string) => `Change ${name}`,
  removeRow: (name: string) => `Delete ${name}`,
};

/** Every language has exactly these. */
export type CrewTexts = typeof en;
