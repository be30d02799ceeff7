// Choosing a reason brings its message, unless the message was edited by hand.
for (const form of document.querySelectorAll("form[data-messages]")) {
  const { reason, message, message_for: preparedFor } = form.elements;
  const prepared = (code) =>
    form.querySelector(`template[data-message="${code}"]`)?.content.textContent ?? "";
  const words = (text) => text.trim().replace(/\s+/g, " ");
  reason.addEventListener("change", () => {
    if (words(message.value) === words(prepared(preparedFor.value))) {
      message.value = prepared(reason.value);
      preparedFor.value = reason.value;
    }
  });
}
