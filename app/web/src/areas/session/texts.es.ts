import type { SessionTexts } from "./texts.en.ts";

export const es: SessionTexts = {
  title: "Iniciar sesión",
  email: "Correo",
  password: "Contraseña",
  showPassword: "Mostrar la contraseña",
  submit: "Entrar",
  ended: "Tu sesión ha terminado. Inicia sesión para seguir donde estabas.",
  ownPassword: "Tu contraseña",
  forgot: "¿Olvidaste tu contraseña?",
  forgotten: "Si conocemos la dirección, le enviaremos un enlace para poner una contraseña nueva.",
  ask: "Enviarme un enlace",
  mailed:
    "Si conocemos la dirección, el correo va en camino. El enlace vale una sola vez y durante una hora.",
  newPassword: "Contraseña nueva",
  rule: "Al menos 12 caracteres. Unas cuantas palabras se recuerdan mejor que signos.",
  setPassword: "Guardar contraseña",
  set: "Tu contraseña está guardada. Ya puedes iniciar sesión con ella.",
};
