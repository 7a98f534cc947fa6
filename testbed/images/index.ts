/** The images of the testbed. */
export { ensureImages, type ImagesOptions } from "./ensureImages";
export type { BuiltImage, ImageName, ImageSet } from "./types";
