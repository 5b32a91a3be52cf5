/** Vite puts a style sheet that a module imports into the page together with the module. */
declare module '*.css' {}
