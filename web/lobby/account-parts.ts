export { AccountPage } from './account-page.tsx'
export { LinkPage } from './link-page.tsx'
