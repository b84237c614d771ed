// Sets the theme before anything is painted, so that nothing flashes. This is no module: modules run after that.
(() => {
  try {
    const { theme } = JSON.parse(localStorage.getItem('convo-playground')) ?? {};
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Nothing is remembered: the system's theme it is.
  }
})();
