declare module "jquery" {
  interface Selection {
    text(value: string): Selection;
    html(): string;
  }
  const jQuery: (markup: string) => Selection;
  export default jQuery;
}
