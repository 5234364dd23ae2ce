// Passkeys: a form marked with data-passkey asks the browser for one, and sends the browser's answer.
// data-passkey="make" makes a new one, "show" asks for one that is there. What is asked stands in the
// page under the id in data-options; without it, it is fetched from where the form is sent.
// Without scripts or passkeys the form stays hidden and [data-passkey-unable] says why.
const isAble = Boolean(
  window.PublicKeyCredential?.parseCreationOptionsFromJSON && navigator.credentials,
);

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !isAble;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form);
  });
}
for (const words of document.querySelectorAll("[data-passkey-unable]")) words.hidden = isAble;

async function answer(form) {
  const button = form.querySelector("button[type=submit]");
  tell(form, null);
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    const { publicKey } = await readOptions(form);
    const credential = form.dataset.passkey === "make" ? await make(form, publicKey) : await show(publicKey);
    form.elements.credential.value = JSON.stringify(credential);
    // Not requestSubmit: this listener would hear it again.
    form.submit();
  } catch (error) {
    tell(form, error);
    button.removeAttribute("aria-disabled");
    button.focus();
  }
}

async function readOptions(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The site answered ${response.status}.`);
  return (await response.json()).request_options;
}

function make(form, options) {
  const isAlone = form.elements.passwordless?.checked ?? false;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: isAlone ? "required" : "discouraged",
    requireResidentKey: isAlone,
    ...(isAlone && { userVerification: "required" }),
  };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return navigator.credentials.create({ publicKey });
}

function show(options) {
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  });
}

const KINDS = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "known",
  NotSupportedError: "unable",
  ConstraintError: "unable",
};

function tell(form, error) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  const kind = error && (KINDS[error.name] ?? "failed");
  for (const words of trouble.querySelectorAll("[data-trouble]")) words.hidden = words.dataset.trouble !== kind;
  trouble.hidden = !error;
}
