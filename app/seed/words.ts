/** What the made-up companies talk about, in the language of the tenant. */
export interface Words {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  readonly towns: readonly string[];
  readonly builders: readonly string[];
  readonly jobs: readonly string[];
  readonly works: Readonly<Record<Trade, readonly string[]>>;
  readonly labour: string;
  readonly permit: string;
  readonly discount: string;
  readonly visit: string;
  readonly crews: readonly string[];
  readonly warehouses: readonly [string, string];
  readonly suppliers: readonly string[];
  readonly vehicles: readonly string[];
}

export type Trade = "electric" | "hvac";

const es: Words = {
  first: [
    "Ana",
    "Luis",
    "María",
    "José",
    "Guadalupe",
    "Carlos",
    "Sofía",
    "Miguel",
    "Ximena",
    "Jorge",
    "Lucía",
    "Raúl",
  ],
  last: [
    "Pérez",
    "García",
    "Hernández",
    "Núñez",
    "Muñoz",
    "López",
    "Ibáñez",
    "Castro",
    "Domínguez",
    "Rentería",
    "Vega",
  ],
  streets: ["Av. Juárez", "Calle Hidalgo", "Av. Reforma", "Calle 5 de Mayo", "Blvd. Kino", "Calle Morelos"],
  towns: ["Hermosillo", "Nogales", "Guaymas", "Ciudad Obregón", "Caborca"],
  builders: ["Constructora Sonora", "Casas del Desierto", "Grupo Peñasco", "Edificaciones Yaqui"],
  jobs: [
    "Residencial Los Álamos",
    "Fracc. Villa Dorada",
    "Torre Pitic",
    "Plaza Encino",
    "Parque Industrial Norte",
  ],
  works: {
    electric: [
      "Instalación eléctrica nueva",
      "Cambio de centro de carga",
      "Alumbrado exterior",
      "Paneles solares",
      "Revisión y balanceo de cargas",
    ],
    hvac: [
      "Instalación de minisplit",
      "Ductería nueva",
      "Mantenimiento de chillers",
      "Cambio de compresor",
      "Ventilación de cocina",
    ],
  },
  labour: "Mano de obra",
  permit: "Trámites y permisos",
  discount: "Descuento por pronto pago",
  visit: "Visita de diagnóstico",
  crews: ["Cuadrilla Roja", "Cuadrilla Azul", "Cuadrilla Verde", "Guardia"],
  warehouses: ["Almacén central", "Bodega norte"],
  suppliers: ["Eléctrica del Noroeste", "Refacciones Peña", "Suministros Cajeme", "Clima y Control"],
  vehicles: ["Camioneta", "Furgoneta", "Pick-up", "Camión grúa"],
};

const en: Words = {
  first: [
    "Emma",
    "Liam",
    "Olivia",
    "Noah",
    "Ava",
    "James",
    "Mia",
    "Ethan",
    "Grace",
    "Lucas",
    "Rosa",
    "Henry",
  ],
  last: [
    "Smith",
    "Johnson",
    "Nguyen",
    "Brown",
    "O'Connor",
    "Miller",
    "Davis",
    "Martinez",
    "Wilson",
    "Begay",
    "Clark",
  ],
  streets: [
    "Oak Street",
    "Camelback Road",
    "Main Street",
    "Van Buren Street",
    "Desert Willow Lane",
    "7th Avenue",
  ],
  towns: ["Phoenix", "Mesa", "Tempe", "Chandler", "Glendale"],
  builders: ["Saguaro Homes", "Copper State Builders", "Mesa Verde Construction", "Sun Valley Developers"],
  jobs: [
    "Ocotillo Ridge",
    "Palo Verde Estates",
    "Roosevelt Lofts",
    "Desert Sky Plaza",
    "Airport Logistics Park",
  ],
  works: {
    electric: ["New wiring", "Panel upgrade", "Outdoor lighting", "Solar panels", "EV charger installation"],
    hvac: [
      "Split system installation",
      "New ductwork",
      "Chiller maintenance",
      "Compressor replacement",
      "Kitchen ventilation",
    ],
  },
  labour: "Labour",
  permit: "Permits and inspection",
  discount: "Early payment discount",
  visit: "Diagnostic visit",
  crews: ["Red crew", "Blue crew", "Green crew", "On call"],
  warehouses: ["Main warehouse", "North yard"],
  suppliers: ["Valley Electric Supply", "Grand Canyon HVAC Parts", "Copper & Conduit Co.", "Southwest Tools"],
  vehicles: ["Van", "Pick-up", "Box truck", "Bucket truck"],
};

/** @param locale of the tenant, such as es-MX */
export const wordsOf = (locale: string): Words => (locale.toLowerCase().startsWith("es") ? es : en);

/** What lies in the warehouse: number, name in both languages, unit, cost in cents. */
export const MATERIALS: Readonly<
  Record<Trade, readonly (readonly [string, string, string, string, number])[]>
> = {
  electric: [
    ["CBL-12", "Cable THW 12 AWG", "Cable THHN 12 AWG", "m", 145],
    ["CBL-10", "Cable THW 10 AWG", "Cable THHN 10 AWG", "m", 230],
    ["CBL-06", "Cable THW 6 AWG", "Cable THHN 6 AWG", "m", 610],
    ["BRK-20", "Interruptor 20 A", "Breaker 20 A", "unit", 980],
    ["BRK-50", "Interruptor 50 A", "Breaker 50 A", "unit", 2450],
    ["PNL-24", "Centro de carga 24 circuitos", "Load center 24 circuits", "unit", 18_900],
    ["CON-34", 'Tubo conduit 3/4"', 'EMT conduit 3/4"', "m", 320],
    ["BOX-4", "Caja cuadrada 4x4", "Square box 4x4", "unit", 210],
    ["OUT-20", "Contacto dúplex 20 A", "Duplex outlet 20 A", "unit", 460],
    ["SWT-1", "Apagador sencillo", "Single-pole switch", "unit", 285],
    ["LED-12", "Luminaria LED 12 W", "LED downlight 12 W", "unit", 1350],
    ["GRD-58", 'Varilla de tierra 5/8"', 'Ground rod 5/8"', "unit", 1790],
    ["SOL-550", "Panel solar 550 W", "Solar panel 550 W", "unit", 13_900],
    ["INV-05", "Inversor 5 kW", "Inverter 5 kW", "unit", 89_000],
  ],
  hvac: [
    ["MSP-12", "Minisplit 12,000 BTU", "Mini split 12,000 BTU", "unit", 41_500],
    ["MSP-24", "Minisplit 24,000 BTU", "Mini split 24,000 BTU", "unit", 69_800],
    ["CPR-14", 'Tubo de cobre 1/4"', 'Copper tube 1/4"', "m", 540],
    ["CPR-38", 'Tubo de cobre 3/8"', 'Copper tube 3/8"', "m", 790],
    ["REF-410", "Refrigerante R-410A", "Refrigerant R-410A", "kg", 2950],
    ["FLT-20", "Filtro 20x20", "Filter 20x20", "unit", 640],
    ["DCT-08", 'Ducto flexible 8"', 'Flexible duct 8"', "m", 870],
    ["GRL-12", "Rejilla 12x12", "Grille 12x12", "unit", 1120],
    ["CAP-45", "Capacitor 45 µF", "Capacitor 45 µF", "unit", 760],
    ["CMP-3T", "Compresor 3 toneladas", "Compressor 3 tons", "unit", 58_700],
    ["THR-WF", "Termostato wifi", "Wi-Fi thermostat", "unit", 8900],
    ["INS-38", 'Aislante 3/8"', 'Pipe insulation 3/8"', "m", 95],
    ["DRN-PM", "Bomba de condensados", "Condensate pump", "unit", 6400],
  ],
};
