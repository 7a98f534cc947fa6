/**
 * Only the two rules of Pulumi that Biome cannot know: an Output in a plain template literal renders as a warning
 * text instead of its value. They need types, so they look at the program and the components alone.
 */
import pulumi from "@pulumi/eslint-plugin";
import parser from "@typescript-eslint/parser";

// biome-ignore lint/style/noDefaultExport: ESLint reads its configuration from the default export
export default [
  {
    files: ["components/**/*.ts", "*.ts"],
    languageOptions: {
      parser,
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
    },
  },
  { ignores: ["**/dist/**", "node_modules/**", "sdks/**"] },
];
