// The class that the title speaks of is chosen beforehand, as long as nobody has chosen one.
const field = document.getElementById("id_topic_class");
let own = Boolean(field?.value);
field?.addEventListener("change", () => { own = true; });
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (!field || own || event.target.id !== "similar") return;
  field.value = event.target.querySelector("[data-class-offer]")?.dataset.classOffer ?? "";
});
